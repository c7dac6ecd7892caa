/** The document of a kernel with all bundled plugins: well made, complete, exemplary, and committed. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { expect } from "chai";
import type {
	MediaTypeObject,
	OpenAPIObject,
	OperationObject,
	ParameterObject,
	RequestBodyObject,
	ResponseObject
} from "openapi3-ts/oas31";
import { templateOf } from "../../services/gateway/rest-paths.ts";
import { routesOf, type ListedService } from "../../services/gateway/routes.ts";
import { dereference } from "../../services/openapi/difference/dereference.ts";
import { bundledPlugins } from "../support/bundled-plugins.ts";
import type { Answer } from "../support/client.ts";
import { ajv, departuresOf } from "../support/documented-answers.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** Media types whose content is bytes or a stream: there is nothing to write down as an example. */
const WITHOUT_EXAMPLE = /^(\*\/\*|application\/(offset\+)?octet-stream|text\/event-stream)$/;

describe("the OpenAPI document", () => {
	let api: TestKernel;
	let document: OpenAPIObject;
	let operations: { name: string; operation: OperationObject }[];

	before(async () => {
		api = await startTestKernel({
			plugins: await bundledPlugins(),
			environment: { RATE_LIMITS: "on" }
		});
		const response = await fetch(`${api.url}/openapi.json`);
		document = (await response.json()) as OpenAPIObject;
		operations = Object.entries(dereference(document).paths ?? {}).flatMap(([template, item]) =>
			Object.entries(item as Record<string, OperationObject>).map(([method, operation]) => ({
				name: `${method.toUpperCase()} ${template}`,
				operation
			}))
		);
	});

	after(() => api?.stop());

	function operationNamed(wanted: string) {
		return operations.find(({ name }) => name === wanted)!.operation;
	}

	function exampleBody(name: string): unknown {
		const { content } = operationNamed(name).requestBody as RequestBodyObject;
		return content["application/json"]!.example;
	}

	it("passes the recommended rules of a linter", async () => {
		const config = await createConfig({ extends: ["recommended"] });
		const problems = await lintFromString({
			source: JSON.stringify(document),
			config,
			absoluteRef: "openapi.json"
		});
		expect(
			problems
				.filter(problem => !isReservedName(problem.message))
				.map(
					({ ruleId, message, location: [place] }) =>
						`${ruleId} ${place?.pointer ?? ""}: ${message}`
				)
		).to.deep.equal([]);
	});

	it("describes every published action, and nothing else", () => {
		const services = api.kernel.broker.registry.getServiceList({
			withActions: true,
			grouping: true
		});
		const routes = routesOf(services as unknown as ListedService[]).map(
			({ method, path }) => `${method} ${templateOf(path)}`
		);
		expect(operations.map(({ name }) => name)).to.have.members(routes);
	});

	it("names every operation after its action, each by a name of its own", () => {
		const ids = operations.map(({ operation }) => operation.operationId);
		expect(new Set(ids).size).to.equal(ids.length);
	});

	it("has an example of every body, valid against its schema", () => {
		const bodies = operations.flatMap(({ name, operation }) =>
			contentsOf(
				`the body of ${name}`,
				operation.requestBody as RequestBodyObject | undefined
			)
		);
		expect(distinct(bodies).flatMap(problemsOf)).to.deep.equal([]);
	});

	it("has an example of every answer, valid against its schema", () => {
		const answers = operations.flatMap(({ name, operation }) =>
			Object.entries(operation.responses ?? {}).flatMap(([status, response]) =>
				contentsOf(`the ${status} of ${name}`, response as ResponseObject)
			)
		);
		expect(distinct(answers).flatMap(problemsOf)).to.deep.equal([]);
	});

	it("has an example of every parameter that must be given, valid against its schema", () => {
		const parameters = operations.flatMap(({ name, operation }) =>
			((operation.parameters ?? []) as ParameterObject[])
				.filter(({ required }) => required)
				.map(parameter => ({
					place: `${parameter.name} of ${name}`,
					type: "",
					content: parameter as MediaTypeObject
				}))
		);
		expect(parameters.flatMap(problemsOf)).to.deep.equal([]);
	});

	it("has schemas that are schemas", () => {
		for (const [name, schema] of Object.entries(
			dereference(document).components?.schemas ?? {}
		)) {
			expect(ajv.validateSchema(schema), name).to.equal(true);
		}
	});

	it("is kept to by the kernel, which also takes its examples", async () => {
		const [student, { guest }] = [await api.as("student"), api];
		const created = await student.post<{ id: string }>(
			"/projects",
			exampleBody("POST /api/v1/projects")
		);
		const one = `/projects/${created.body.id}`;
		const answers: [operation: string, answer: Answer][] = [
			["POST /api/v1/projects", created],
			[
				"GET /api/v1/projects",
				await student.get("/projects?sort=name&filter[status]=planned")
			],
			["GET /api/v1/projects", await student.get("/projects?sort=nothing")],
			["GET /api/v1/projects/{id}", await student.get(one)],
			["GET /api/v1/projects/{id}", await student.get(one, { "if-none-match": "*" })],
			[
				"PATCH /api/v1/projects/{id}",
				await student.patch(one, exampleBody("PATCH /api/v1/projects/{id}"))
			],
			[
				"PATCH /api/v1/projects/{id}",
				await student.patch(one, { name: "Loops" }, { "if-match": '"1"' })
			],
			[
				"PUT /api/v1/projects/{id}",
				await student.put(one, "<xml/>", { "content-type": "text/xml" })
			],
			["GET /api/v1/projects/{id}/history", await student.get(`${one}/history`)],
			["DELETE /api/v1/projects/{id}", await student.delete(one)],
			["GET /api/v1/projects/{id}", await student.get(one)],
			["POST /api/v1/projects/{id}/restore", await student.post(`${one}/restore`)],
			["POST /api/v1/projects", await guest.post("/projects", {})],
			[
				"POST /api/v1/auth/register",
				await guest.post("/auth/register", exampleBody("POST /api/v1/auth/register"))
			],
			[
				"POST /api/v1/auth/forgot-password",
				await guest.post("/auth/forgot-password", { email: "nobody@lyceum.test" })
			],
			["GET /api/v1/audit", await (await api.as("admin")).get("/audit")],
			["GET /health", await guest.get("//health")],
			["GET /openapi.json", await guest.get("//openapi.json")]
		];
		const statuses = answers.map(([, { status }]) => status);
		expect(statuses).to.deep.equal([
			201, 200, 400, 200, 304, 200, 412, 415, 200, 204, 404, 200, 401, 201, 202, 200, 200, 200
		]);
		expect(
			answers.flatMap(([name, answer]) =>
				departuresOf(operationNamed(name), answer).map(
					what => `${name} ${answer.status}: ${what}`
				)
			)
		).to.deep.equal([]);
	});

	it("is the one in openapi/openapi.json: `npm run openapi:write` writes it anew", async () => {
		const written = await readFile(path.join(ROOT, "openapi/openapi.json"), "utf8");
		expect(JSON.parse(written)).to.deep.equal(document);
		expect(written).to.equal(`${JSON.stringify(document, null, "\t")}\n`);
	});
});

interface Exemplary {
	place: string;
	type: string;
	content: MediaTypeObject;
}

function contentsOf(
	place: string,
	holder: RequestBodyObject | ResponseObject | undefined
): Exemplary[] {
	return Object.entries(holder?.content ?? {}).map(([type, content]) => ({
		place,
		type,
		content
	}));
}

/** The shared responses stand in every operation: one check of each is enough. */
function distinct(contents: Exemplary[]): Exemplary[] {
	return [...new Map(contents.map(entry => [JSON.stringify(entry.content), entry])).values()];
}

function problemsOf({ place, type, content: { schema = {}, example } }: Exemplary): string[] {
	if (example === undefined) return WITHOUT_EXAMPLE.test(type) ? [] : [`${place} has no example`];
	return ajv.validate(schema, example) ? [] : [`${place}: ${ajv.errorsText()}`];
}

/** No stream can be named `dead-letters`, so that its address means one thing. */
function isReservedName(message: string) {
	return message.includes("`/api/v1/streams/{name}/messages` and `/api/v1/streams/dead-letters/");
}

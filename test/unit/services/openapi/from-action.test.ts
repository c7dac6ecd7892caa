import { expect } from "chai";
import type {
	MediaTypeObject,
	OperationObject,
	ParameterObject,
	RequestBodyObject,
	ResponseObject
} from "openapi3-ts/oas31";
import type { Action } from "../../../../mixins/index.ts";
import type { Route } from "../../../../services/gateway/routes.ts";
import { EXAMPLE_ID } from "../../../../services/openapi/example.ts";
import { operationOf } from "../../../../services/openapi/from-action.ts";

const NOTE = { type: "object", properties: { id: { type: "string" }, title: { type: "string" } } };

function describeRoute(
	line: string,
	declaration: Partial<Action> = {},
	type: Route["type"] = "call"
): OperationObject {
	const [method, path] = line.split(" ") as [string, string];
	const action = { can: "read", handler: () => null, ...declaration } as Action;
	return operationOf({
		method,
		path,
		type,
		action: "notes.findOne",
		service: "notes",
		subject: "Note",
		declaration: action
	});
}

/** Each parameter as `in name`, a reference by its component's name; `!` marks what must be given. */
function parametersOf({ parameters = [] }: OperationObject) {
	return parameters.map(entry => {
		if ("$ref" in entry) return entry.$ref.split("/").at(-1);
		return `${entry.in} ${entry.name}${entry.required ? "!" : ""}`;
	});
}

function failuresOf({ responses = {} }: OperationObject) {
	return Object.keys(responses)
		.filter(status => /^[45]/.test(status))
		.map(Number);
}

function successOf({ responses = {} }: OperationObject): [string, ResponseObject] {
	return Object.entries(responses as Record<string, ResponseObject>).find(([status]) =>
		status.startsWith("2")
	)!;
}

function ownHeadersOf(operation: OperationObject) {
	return Object.keys(successOf(operation)[1].headers!).filter(
		name => !/^(X-Request|X-Process|RateLimit)/.test(name)
	);
}

function bodyOf({ requestBody }: OperationObject) {
	return requestBody as RequestBodyObject | undefined;
}

describe("operationOf", () => {
	it("takes the name from the action, the tag from the service and the summary from the declaration", () => {
		const operation = describeRoute("GET /api/v1/notes", {
			summary: "List notes",
			description: "Newest first."
		});
		expect(operation).to.include({ operationId: "notes.findOne", summary: "List notes" });
		expect(operation.tags).to.deep.equal(["notes"]);
		expect(operation.description).to.equal("Newest first.\n\nNeeds the right to read Note.");
	});

	it("tells of limits: of the action's own, and by headers of whatever is not exempt", () => {
		const own = describeRoute("GET /notes", { limit: { points: 5, seconds: 60 } });
		expect(own.description).to.match(/At most 5 times in 60 seconds/);
		expect(successOf(own)[1].headers).to.include.keys("RateLimit", "RateLimit-Policy");
		const probe = describeRoute("GET /notes", { limit: false });
		expect(probe.description).to.match(/Never refused/);
		expect(successOf(probe)[1].headers).not.to.include.any.keys(
			"RateLimit",
			"RateLimit-Policy"
		);
	});

	it("makes a summary of the action's name", () => {
		expect(describeRoute("GET /api/v1/notes").summary).to.equal("Find one");
	});

	describe("says who may call", () => {
		const callers: [Action["can"], string, object[], number[]][] = [
			["public", "Open to everybody.", [], [400, 429, 503]],
			[
				"authenticated",
				"For anybody who is signed in.",
				[{ bearer: [] }],
				[400, 401, 429, 503]
			],
			["read", "Needs the right to read Note.", [{ bearer: [] }], [400, 401, 403, 429, 503]],
			[
				{ action: "manage", subject: "Plugin" },
				"Needs the right to manage Plugin.",
				[{ bearer: [] }],
				[400, 401, 403, 429, 503]
			]
		];
		for (const [can, description, security, failures] of callers) {
			it(`for ${JSON.stringify(can)}`, () => {
				const operation = describeRoute("GET /api/v1/notes", { can });
				expect(operation.description).to.equal(description);
				expect(operation.security).to.deep.equal(security);
				expect(failuresOf(operation)).to.deep.equal(failures);
			});
		}
	});

	it("takes any of the security schemes", () => {
		const route = {
			method: "GET",
			path: "/notes",
			type: "call",
			action: "notes.list",
			service: "notes",
			subject: "Note",
			declaration: { can: "read" }
		};
		expect(
			operationOf(route as Route, { security: ["apiKey", "bearer"] }).security
		).to.deep.equal([{ apiKey: [] }, { bearer: [] }]);
	});

	describe("puts parameters where they travel", () => {
		const params = { id: "string|hex|length:24", words: "string|optional" };
		const routes: [string, Partial<Action>, (string | undefined)[], boolean][] = [
			["GET /notes/:id", { params }, ["path id!", "query words", "IfNoneMatch"], false],
			["DELETE /notes/:id", { params }, ["path id!", "query words"], false],
			["POST /notes/:id", { params }, ["path id!", "IdempotencyKey"], true],
			["PUT /notes/:id", { params, versioned: true }, ["path id!", "IfMatch"], true],
			[
				"PATCH /notes/:id",
				{ params, input: { body: NOTE } },
				["path id!", "query words"],
				true
			],
			[
				"POST /notes",
				{
					input: {
						query: {
							properties: { dryRun: { type: "boolean" } },
							required: ["dryRun"]
						},
						body: NOTE
					}
				},
				["query dryRun!", "IdempotencyKey"],
				true
			],
			["POST /notes/:id/pin", {}, ["path id!", "IdempotencyKey"], false]
		];
		for (const [line, declaration, parameters, hasBody] of routes) {
			it(`of ${line}`, () => {
				const operation = describeRoute(line, declaration);
				expect(parametersOf(operation)).to.deep.equal(parameters);
				expect(operation.requestBody !== undefined).to.equal(hasBody);
			});
		}
	});

	it("describes a path parameter by its rule, with an example", () => {
		const { parameters } = describeRoute("GET /users/:userId/notes/:id", {
			params: { id: "string|length:24", userId: "string" }
		});
		expect(parameters!.slice(0, 2)).to.deep.equal([
			{
				name: "userId",
				in: "path",
				required: true,
				description: "The user's id",
				schema: { type: "string" },
				example: EXAMPLE_ID
			},
			{
				name: "id",
				in: "path",
				required: true,
				description: "The id",
				schema: { type: "string", minLength: 24, maxLength: 24 },
				example: EXAMPLE_ID
			}
		]);
	});

	it("gives the query no null, and an object as filter[field]", () => {
		const filter = { type: "object", properties: { title: { type: "string" } } };
		const { parameters } = describeRoute("GET /notes", {
			params: { words: "string|optional", size: { type: "number", default: 5 } },
			input: { query: { properties: { filter } } }
		});
		const [words, size, third] = parameters as ParameterObject[];
		expect(words!.schema).to.deep.equal({ type: "string" });
		expect(size!.schema).to.deep.equal({ type: "number", default: 5 });
		expect(third).to.include({ name: "filter", style: "deepObject", explode: true });
	});

	describe("describes the body", () => {
		const bodies: [string, Partial<Action>, Route["type"], string[], boolean][] = [
			["POST /notes", { params: { title: "string" } }, "call", ["application/json"], true],
			[
				"POST /notes",
				{ params: { title: "string|optional" } },
				"call",
				["application/json"],
				false
			],
			[
				"PATCH /notes/:id",
				{ input: { body: { ...NOTE, minProperties: 1 } } },
				"call",
				["application/json", "application/merge-patch+json"],
				true
			],
			[
				"POST /notes",
				{ params: { title: "string" } },
				"multipart",
				["multipart/form-data"],
				true
			],
			["PUT /notes/:id", {}, "stream", ["application/octet-stream"], true]
		];
		for (const [line, declaration, type, types, required] of bodies) {
			it(`of ${line} as ${types.join(" and ")}${required ? "" : ", which may be missing"}`, () => {
				const body = bodyOf(describeRoute(line, declaration, type))!;
				expect(Object.keys(body.content)).to.deep.equal(types);
				expect(body.required === true).to.equal(required);
			});
		}
	});

	it("adds the file to the fields of a form", () => {
		const body = bodyOf(
			describeRoute("POST /notes", { params: { title: "string" } }, "multipart")
		)!;
		const { schema } = body.content["multipart/form-data"] as {
			schema: { properties: object };
		};
		expect(Object.keys(schema.properties)).to.deep.equal(["title", "file"]);
	});

	it("shows the declared examples, and makes them otherwise", () => {
		const example = (declaration: Partial<Action>) =>
			(
				bodyOf(
					describeRoute("POST /notes", { params: { title: "string" }, ...declaration })
				)!.content["application/json"] as MediaTypeObject
			).example as unknown;
		expect(example({})).to.deep.equal({ title: "Title" });
		expect(example({ example: { title: "Loops" } })).to.deep.equal({ title: "Loops" });
	});

	describe("describes success", () => {
		const answers: [
			string,
			Partial<Action>,
			status: string,
			types: string[],
			headers: string[]
		][] = [
			[
				"GET /notes/:id",
				{ returns: { schema: NOTE }, versioned: true },
				"200",
				["application/json"],
				["ETag"]
			],
			[
				"GET /notes",
				{ returns: { schema: NOTE }, paged: true },
				"200",
				["application/json"],
				["ETag", "Link", "X-Total-Count"]
			],
			[
				"POST /notes",
				{ returns: { status: 201, schema: NOTE }, versioned: true },
				"201",
				["application/json"],
				["ETag", "Location"]
			],
			[
				"POST /notes",
				{ returns: { status: 202, schema: NOTE } },
				"202",
				["application/json"],
				["Location"]
			],
			["POST /notes", { returns: { schema: NOTE } }, "200", ["application/json"], []],
			["DELETE /notes/:id", { versioned: true, returns: { status: 204 } }, "204", [], []],
			["POST /notes", {}, "204", [], []],
			["GET /notes", { returns: { type: "text/csv" } }, "200", ["text/csv"], ["ETag"]],
			[
				"GET /notes",
				{ returns: { type: "text/event-stream" } },
				"200",
				["text/event-stream"],
				[]
			]
		];
		for (const [line, declaration, status, types, headers] of answers) {
			it(`of ${line} with ${status} ${types.join()}`, () => {
				const operation = describeRoute(line, declaration);
				const [found, response] = successOf(operation);
				expect(found).to.equal(status);
				expect(Object.keys(response.content ?? {})).to.deep.equal(types);
				expect(ownHeadersOf(operation)).to.deep.equal(headers);
			});
		}
	});

	it("answers 304 where the client may know the representation", () => {
		expect(
			describeRoute("GET /notes", { returns: { schema: NOTE } }).responses
		).to.have.property("304");
		expect(
			describeRoute("POST /notes", { returns: { schema: NOTE } }).responses
		).to.not.have.property("304");
	});

	describe("lists the problems that can happen", () => {
		const problems: [string, Partial<Action>, number[]][] = [
			["GET /notes/:id", {}, [400, 401, 403, 404, 429, 503]],
			[
				"POST /notes",
				{ params: { title: "string" } },
				[400, 401, 403, 409, 413, 415, 422, 429, 503]
			],
			[
				"PATCH /notes/:id",
				{ versioned: true, input: { body: NOTE } },
				[400, 401, 403, 404, 409, 412, 413, 415, 429, 503]
			],
			["DELETE /notes/:id", { versioned: true }, [400, 401, 403, 404, 409, 412, 429, 503]],
			["GET /notes", { limit: { points: 5, seconds: 60 } }, [400, 401, 403, 429, 503]],
			["GET /notes", { limit: false }, [400, 401, 403, 503]]
		];
		for (const [line, declaration, statuses] of problems) {
			it(`of ${line} ${JSON.stringify(declaration.limit) ?? ""}`, () =>
				expect(failuresOf(describeRoute(line, declaration))).to.deep.equal(statuses));
		}
	});
});

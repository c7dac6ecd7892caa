/** The AsyncAPI document of a kernel: well made, complete, exemplary, and of what is loaded now. */
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { expect } from "chai";
import type { JsonSchema } from "../../mixins/index.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

interface Described {
	asyncapi: string;
	info: { title: string; version: string };
	servers: Record<string, { host: string; protocol: string; pathname?: string }>;
	channels: Record<string, { address: string; messages: Record<string, { $ref: string }> }>;
	operations: Record<string, { action: string; channel: { $ref: string } }>;
	components: {
		messages: Record<
			string,
			{ payload: JsonSchema; examples: { payload: unknown; headers?: unknown }[] }
		>;
		messageTraits: { streamMessage: { headers: JsonSchema } };
	};
}

const ajv = new Ajv2020({ strict: false });
(addFormatsModule as unknown as (ajv: Ajv2020) => void)(ajv);

describe("the AsyncAPI document", () => {
	let lyceum: TestKernel;
	let document: Described;

	before(async () => {
		lyceum = await startTestKernel({
			plugins: ["projects", "exercises"],
			fixtures: ["courier"],
			environment: { PUBLIC_URL: "https://api.example.org/lyceum" }
		});
		document = await read();
	});
	after(() => lyceum?.stop());

	async function read(path = "//asyncapi.json") {
		const { status, body } = await lyceum.guest.get<Described>(path);
		expect(status).to.equal(200);
		return body;
	}

	it("passes the recommended rules of a linter", async () => {
		const problems = await lintFromString({
			source: JSON.stringify(document),
			config: await createConfig({ extends: ["recommended"] }),
			absoluteRef: "asyncapi.json"
		});
		expect(document.asyncapi).to.equal("3.0.0");
		expect(
			problems.map(
				({ ruleId, message, location: [place] }) =>
					`${ruleId} ${place?.pointer ?? ""}: ${message}`
			)
		).to.deep.equal([]);
	});

	it("is refused by that linter when it is broken", async () => {
		const broken = { ...document, channels: { bad: { messages: "none" } } };
		const problems = await lintFromString({
			source: JSON.stringify(broken),
			config: await createConfig({ extends: ["recommended"] }),
			absoluteRef: "asyncapi.json"
		});
		expect(problems).to.not.have.length(0);
	});

	it("has a channel for every stream and event, and an operation for every channel", () => {
		expect(Object.keys(document.channels)).to.include.members([
			"student-events",
			"exercise-submissions",
			"progress-updates",
			"chat-messages",
			"system-events",
			"parcels",
			"exercises.hint.released",
			"projects.project.created",
			"users.user.updated"
		]);
		const sent = Object.values(document.operations).map(({ action, channel }) => [
			action,
			channel.$ref
		]);
		expect(sent).to.have.deep.members(
			Object.keys(document.channels).map(name => ["send", `#/channels/${name}`])
		);
	});

	it("refers to messages that are there, and to all of them", () => {
		const references = Object.values(document.channels).flatMap(({ messages }) =>
			Object.values(messages).map(({ $ref }) => $ref)
		);
		expect(references).to.have.members(
			Object.keys(document.components.messages).map(name => `#/components/messages/${name}`)
		);
	});

	it("has schemas that are schemas, and examples that fit them", () => {
		const { messages, messageTraits } = document.components;
		for (const [name, { payload, examples }] of Object.entries(messages)) {
			expect(ajv.validateSchema(payload), name).to.equal(true);
			expect(examples, name).to.not.have.length(0);
			for (const example of examples) {
				expect(
					ajv.validate(payload, example.payload),
					`${name} ${ajv.errorsText()}`
				).to.equal(true);
				if (example.headers === undefined) continue;
				const { headers } = messageTraits.streamMessage;
				expect(ajv.validate(headers, example.headers), name).to.equal(true);
			}
		}
	});

	it("says where clients reach Lyceum, by the settings", () => {
		expect(document.servers).to.deep.equal({
			api: {
				host: "api.example.org",
				protocol: "https",
				pathname: "/lyceum",
				description: "The gateway"
			}
		});
	});

	it("is the same at both of its addresses, and has no more of a plugin that is gone", async () => {
		expect(await read("/asyncapi.json")).to.deep.equal(document);
		const admin = await lyceum.as("admin");
		await admin.post("/plugins/courier/disable");
		const { channels } = await read();
		expect(channels).to.not.have.any.keys("parcels", "courier.courier.shouted");
		await admin.post("/plugins/courier/enable");
		expect(await read()).to.deep.equal(document);
	});
});

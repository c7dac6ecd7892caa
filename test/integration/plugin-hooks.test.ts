/** Hooks: a plugin asks a question by name, and whoever runs and declares it answers. */
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { uploadForm } from "../support/plugin-package.ts";

const ASKER = `import { askHook, defineHook, definePlugin } from "lyceum";

const CHECK = defineHook("asker.thing.check", "Whether a thing may go out");

export default definePlugin({
	name: "asker",
	actions: {
		ask: {
			rest: "GET /", can: "public", params: {}, summary: "Ask",
			handler: async ctx => ({ answers: await askHook(ctx, CHECK, { thing: "kite" }) })
		}
	}
});
`;

const answerer = (name: string, handler: string) => `import { definePlugin } from "lyceum";

export default definePlugin({
	name: "${name}",
	hooks: { "asker.thing.check": ${handler} },
	actions: {
		ping: { rest: "GET /", can: "public", params: {}, summary: "Ping", handler: () => ({}) }
	}
});
`;

interface Reply {
	answers?: { by: string; answer: unknown }[];
	code?: string;
}

describe("hooks between plugins", () => {
	let api: TestKernel;
	let admin: Client;

	before(async () => {
		api = await startTestKernel();
		admin = await api.as("admin");
		await install("asker", ASKER);
	});
	after(() => api?.stop());
	afterEach(async () => {
		for (const name of ["kites", "winds"]) await admin.delete(`/plugins/${name}`);
	});

	const install = async (name: string, service: string) => {
		const { status, text } = await admin.post("/plugins", await uploadForm({ name, service }));
		expect(status, text).to.equal(201);
	};
	const ask = () => api.guest.get<Reply>("/asker");

	it("are answered by nobody when nobody declares them", async () => {
		expect((await ask()).body.answers).to.deep.equal([]);
	});

	it("are answered by everybody who declares them, in the caller's name, without a permission", async () => {
		await install("winds", answerer("winds", "ctx => ctx.meta.caller.kind"));
		await install("kites", answerer("kites", "ctx => ctx.params.thing"));
		expect((await ask()).body.answers).to.deep.equal([
			{ by: "kites", answer: "kite" },
			{ by: "winds", answer: "guest" }
		]);
	});

	it("are answered once by a plugin that was swapped, and no more by one that is gone", async () => {
		await install("kites", answerer("kites", "() => 1"));
		await admin.post("/plugins/kites/reload");
		expect((await ask()).body.answers).to.deep.equal([{ by: "kites", answer: 1 }]);
		await admin.post("/plugins/kites/disable");
		expect((await ask()).body.answers).to.deep.equal([]);
	});

	it("throw what one who answers throws", async () => {
		await install("kites", answerer("kites", '() => { throw new Error("torn") }'));
		expect((await ask()).body.code).to.equal("GATEWAY_INTERNAL");
	});

	it("are no routes", async () => {
		await install("kites", answerer("kites", "() => 1"));
		const { body } = await api.guest.get<{ paths: object }>("//openapi.json");
		expect(JSON.stringify(body.paths)).not.to.include("hook-");
	});
});

/** The doors of a collection for its own service: `changeDocument`, and what `committed` hears. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { writePlugin } from "../support/plugin-package.ts";

const SERVICE = `
import { collection, defineModel, definePlugin, Schema } from "lyceum";

const Counter = defineModel("Counter", new Schema({
	count: { type: Number, integer: true, max: 20, default: 0 },
	ownerId: { type: String, readOnly: true }
}));

export default definePlugin({
	name: "counters",
	mixins: [collection(Counter, {
		owner: "ownerId",
		committed(ctx, { type, before, after }) {
			if (after?.count === 13) throw new Error("does not like 13");
			return ctx.emit("counters.heard", { type, before: before?.count, after: after?.count });
		}
	})],
	abilities: { student: [{ action: ["create", "read", "add"], subject: "Counter" }] },
	actions: {
		add: {
			rest: "POST /:id/add",
			can: "add",
			params: { id: "string", by: "number", rev: "number|optional", thenFail: "boolean|optional" },
			summary: "Add to one Counter",
			handler(ctx) {
				const { id, by, rev, thenFail } = ctx.params;
				return this.broker.kernel.transaction(async () => {
					const changed = await this.changeDocument(
						ctx,
						id,
						before => ({ ...before, count: before.count + by }),
						rev
					);
					if (thenFail) throw new Error("on purpose");
					return changed;
				});
			}
		}
	}
});
`;

interface Counter {
	id: string;
	count: number;
	rev: number;
}

describe("a collection's own service", () => {
	let folder: string;
	let api: TestKernel;
	let ann: Client;
	before(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-doors-"));
		const counters = await writePlugin(folder, {
			name: "counters",
			service: SERVICE,
			lyceum: { permissions: { collections: ["counters"] } }
		});
		api = await startTestKernel({ plugins: [counters] });
		ann = await api.as("ann");
	});
	after(async () => {
		await api.stop();
		await rm(folder, { recursive: true, force: true });
	});

	async function make() {
		const { body } = await ann.post<Counter>("/counters", {});
		api.events.length = 0;
		return `/counters/${body.id}`;
	}

	it("changes a document that its caller has no right to update, in the caller's name", async () => {
		const path = await make();
		expect((await ann.patch(path, { count: 5 })).status).to.equal(403);
		const { status, body } = await ann.post<Counter>(`${path}/add`, { by: 2 });
		expect(status).to.equal(200);
		expect(body).to.include({ count: 2, rev: 2 });
		const { body: history } = await ann.get<{ data: { actor: object; changed: string[] }[] }>(
			`${path}/history`
		);
		expect(history.data[0]).to.deep.include({
			actor: { id: ann.id, kind: "user" },
			changed: ["count"]
		});
		expect(api.events).to.deep.equal(["counters.counter.updated", "counters.heard"]);
	});

	it("loses none of the changes that come at once", async () => {
		const path = await make();
		const adding = Array.from({ length: 3 }, () => ann.post(`${path}/add`, { by: 1 }));
		const statuses = (await Promise.all(adding)).map(({ status }) => status);
		expect(statuses).to.deep.equal([200, 200, 200]);
		expect((await ann.get<Counter>(path)).body.count).to.equal(3);
	});

	const refusals: [what: string, params: object, status: number, code: string][] = [
		["what the model refuses", { by: 21 }, 400, "REQUEST_INVALID"],
		["a revision that is not the document's", { by: 1, rev: 9 }, 412, "DOCUMENT_STALE"]
	];
	for (const [what, params, status, code] of refusals) {
		it(`is refused ${what}`, async () => {
			const path = await make();
			const answer = await ann.post(`${path}/add`, params);
			expect(answer.status).to.equal(status);
			expect(answer.body.code).to.equal(code);
			expect((await ann.get<Counter>(path)).body).to.include({ count: 0, rev: 1 });
			expect(api.events).to.deep.equal([]);
		});
	}

	it("is told of a document that is not there", async () => {
		const { status, body } = await ann.post("/counters/none/add", { by: 1 });
		expect(status).to.equal(404);
		expect(body.code).to.equal("DOCUMENT_NOT_FOUND");
	});

	it("hears nothing of a change that was not committed", async () => {
		const path = await make();
		expect((await ann.post(`${path}/add`, { by: 1, thenFail: true })).status).to.equal(500);
		expect((await ann.get<Counter>(path)).body).to.include({ count: 0, rev: 1 });
		expect((await ann.get<{ total: number }>(`${path}/history`)).body.total).to.equal(1);
		expect(api.events).to.deep.equal([]);
	});

	it("fails no change that is committed already", async () => {
		const path = await make();
		expect((await ann.post(`${path}/add`, { by: 13 })).status).to.equal(200);
		expect((await ann.get<Counter>(path)).body.count).to.equal(13);
		expect(api.events).to.deep.equal(["counters.counter.updated"]);
	});
});

import path from "node:path";
import { expect, startTestKernel, type TestKernel } from "./kernel.ts";

type Who = "guest" | "stranger" | "owner" | "admin";

interface Row {
	who: Who;
	status: number;
	has?: string[];
	hasNot?: string[];
	events?: string[];
}

const TITLE = "First things first";
const PATH = "/study-notes";

describe("study-notes", () => {
	let api: TestKernel;
	before(async () => {
		api = await startTestKernel({ plugins: [path.resolve(import.meta.dirname, "..")] });
	});
	after(() => api.stop());

	const client = async (who: Who) => (who === "guest" ? api.guest : api.as(who));

	/** A document of "owner"; the events of its making are forgotten. */
	async function make(): Promise<string> {
		const owner = await api.as("owner");
		const { status, body, text } = await owner.post<{ id: string }>(PATH, { title: TITLE });
		expect(status, text).to.equal(201);
		api.events.length = 0;
		return body.id;
	}

	/** Sends one request as everybody in the table, each to a document of its own. */
	function table(method: string, suffix: string, body: object | undefined, rows: Row[]) {
		describe(`${method} ${PATH}/{id}${suffix}`, () => {
			for (const { who, status, has = [], hasNot = [], events = [] } of rows) {
				it(`answers ${who} with ${status}`, async () => {
					const id = await make();
					const caller = await client(who);
					api.events.length = 0;
					const answer = await caller.send(method, `${PATH}/${id}${suffix}`, body);
					expect(answer.status, answer.text).to.equal(status);
					for (const part of has) expect(answer.text).to.include(part);
					for (const part of hasNot) expect(answer.text).to.not.include(part);
					expect(api.events).to.deep.equal(events);
				});
			}
		});
	}

	table("GET", "", undefined, [
		{ who: "guest", status: 401, hasNot: [TITLE] },
		{ who: "stranger", status: 404, hasNot: [TITLE] },
		{ who: "owner", status: 200, has: [TITLE], hasNot: ["_id", "__v"] },
		{ who: "admin", status: 200, has: [TITLE] }
	]);

	const updated = ["studyNotes.studyNote.updated"];
	table("PATCH", "", { title: "Changed" }, [
		{ who: "guest", status: 401 },
		{ who: "stranger", status: 404, hasNot: [TITLE] },
		{ who: "owner", status: 200, has: ["Changed"], events: updated },
		{ who: "admin", status: 200, has: ["Changed"], events: updated }
	]);

	const removed = ["studyNotes.studyNote.removed"];
	table("DELETE", "", undefined, [
		{ who: "guest", status: 401 },
		{ who: "stranger", status: 404 },
		{ who: "owner", status: 204, events: removed },
		{ who: "admin", status: 204, events: removed }
	]);

	const shared = ["studyNotes.studyNote.updated", "studyNotes.studyNote.shared"];
	table("POST", "/share", undefined, [
		{ who: "guest", status: 401 },
		{ who: "stranger", status: 404, hasNot: [TITLE] },
		{ who: "owner", status: 200, has: ["sharedAt"], events: shared },
		{ who: "admin", status: 200, has: ["sharedAt"], events: shared }
	]);

	it("shows to others what is shared, and nothing else", async () => {
		const stranger = await api.as("stranger");
		const [open] = [await make(), await make()];
		const ids = async () => {
			const { body } = await stranger.get<{ data: { id: string }[] }>(`${PATH}?fields=id`);
			return body.data.map(({ id }) => id);
		};
		expect(await ids()).to.not.include(open);
		await (await api.as("owner")).post(`${PATH}/${open}/share`);
		expect(await ids()).to.include(open);
		expect((await stranger.patch(`${PATH}/${open}`, { title: "Mine" })).status).to.equal(403);
		expect((await stranger.post(`${PATH}/${open}/share`)).status).to.equal(403);
	});

	it("is shared once", async () => {
		const owner = await api.as("owner");
		const id = await make();
		await owner.post(`${PATH}/${id}/share`);
		const { status, body } = await owner.post(`${PATH}/${id}/share`);
		expect(status).to.equal(409);
		expect(body.code).to.equal("STUDY_NOTES_ALREADY_SHARED");
	});

	it("is not shared when the setting says so", async () => {
		const [owner, admin] = [await api.as("owner"), await api.as("admin")];
		const id = await make();
		const settings = "/plugins/study-notes/settings";
		expect((await admin.patch(settings, { allowSharing: false })).status).to.equal(200);
		try {
			const { status, body } = await owner.post(`${PATH}/${id}/share`);
			expect(status).to.equal(403);
			expect(body.code).to.equal("STUDY_NOTES_SHARING_OFF");
		} finally {
			await admin.patch(settings, { allowSharing: true });
		}
	});

	const refusals: [title: string, body: object, pointer: string][] = [
		["without a title", {}, "/title"],
		["with an empty title", { title: " " }, "/title"],
		["with an owner", { title: "A", ownerId: "me" }, "/ownerId"],
		["with an unknown field", { title: "A", colour: "red" }, "/colour"]
	];
	for (const [title, body, pointer] of refusals) {
		it(`refuses one ${title}`, async () => {
			const owner = await api.as("owner");
			api.events.length = 0;
			const answer = await owner.post<{ errors: { pointer: string }[] }>(PATH, body);
			expect(answer.status).to.equal(400);
			expect(answer.body.errors.map(problem => problem.pointer)).to.deep.equal([pointer]);
			expect(api.events).to.deep.equal([]);
		});
	}
});

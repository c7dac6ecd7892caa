/** The plugin `quality`. */
import { newId } from "../../../../mixins/index.ts";
import { make, type Stage } from "../stage.ts";
import { newRequests } from "./ask.ts";
import { makeTask } from "./tasks.ts";

const { requests, ask, askCollection } = newRequests();

const newItem = () => ({
	kind: "lesson",
	title: "Made",
	body: "It will recieve it.",
	level: "beginner",
	language: "en",
	licence: "MIT"
});
const makeItem = ({ author }: Stage) => make(author, "/content", newItem());

/** What a check writes, as it is stored. */
function storeForAuthor(stage: Stage, collection: string, fields: object) {
	const { id } = stage.author;
	const rights = { ownerId: id, writers: [id], readers: [], shared: false, collectionIds: [] };
	return store(stage, collection, { ...rights, ...fields });
}

async function store({ kernel }: Stage, collection: string, fields: object) {
	const _id = newId();
	const now = new Date();
	const document = { rev: 1, createdAt: now, updatedAt: now, ...fields, _id };
	await kernel.kernel.runtime.connection
		.collection<{ _id: string }>(collection)
		.insertOne(document);
	return _id;
}

async function makeFinding(stage: Stage, state = "open") {
	const fix = { field: "body", start: 8, end: 15, expected: "recieve", replacement: "receive" };
	return storeForAuthor(stage, "qualityFindings", {
		itemId: await makeItem(stage),
		itemTitle: "Made",
		rule: "text/spelling",
		severity: "warning",
		field: "body",
		line: 1,
		passage: "recieve",
		message: "It is misspelt",
		advice: "Write it right",
		key: "text/spelling|body|recieve",
		state,
		reopened: 0,
		reports: 0,
		fix
	});
}

const theFinding = async (stage: Stage) => ({ params: { id: await makeFinding(stage) } });

ask("GET /quality/rules");
ask("GET /quality/benchmarks");
ask("POST /quality/drafts", async stage => ({
	body: { itemId: await makeItem(stage), draft: { kind: "lesson", title: "Made" } }
}));
ask("GET /quality/checks");
ask("POST /quality/checks", async stage => ({ body: { itemId: await makeItem(stage) } }));
ask("GET /quality/checks/:id", async stage => {
	const { body } = await stage.author.post<{ id: string }>("/quality/checks", {
		itemId: await makeItem(stage)
	});
	return { params: { id: body.id } };
});
ask("POST /quality/checks/:id/cancel", async stage => ({
	params: {
		id: await store(stage, "qualityChecks", {
			askedBy: stage.author.id,
			taskId: await makeTask(stage, stage.author),
			state: "queued"
		})
	}
}));
const makeState = (stage: Stage) =>
	storeForAuthor(stage, "qualityItems", { title: "Made", kind: "lesson", score: 90 });
ask("GET /quality/items");
ask("GET /quality/items/:id", async stage => ({ params: { id: await makeState(stage) } }));
ask("PUT /quality/items/:id/golden", async stage => ({
	params: { id: await makeState(stage) },
	body: { golden: true }
}));
ask("GET /quality/findings");
for (const route of [
	"GET /quality/findings/:id",
	"GET /quality/findings/:id/history",
	"POST /quality/findings/:id/done",
	"POST /quality/findings/:id/fix"
])
	ask(route, theFinding);
ask("POST /quality/findings/:id/waive", async stage => ({
	...(await theFinding(stage)),
	body: { reason: "It is a name" }
}));
ask("POST /quality/findings/:id/assign", async stage => ({
	...(await theFinding(stage)),
	body: { assigneeId: stage.author.id }
}));
ask("POST /quality/findings/:id/release", async stage => ({
	params: { id: await makeFinding(stage, "assigned") }
}));
ask("POST /quality/findings/:id/reopen", async stage => ({
	params: { id: await makeFinding(stage, "closed") }
}));
const newPolicy = () => ({ name: "Made", gate: "none", rules: [], glossary: ["made"] });
askCollection({
	path: "/quality/policies",
	make: ({ admin }) => make(admin, "/quality/policies", newPolicy()),
	body: newPolicy,
	patch: { name: "Changed" },
	owner: ({ admin }) => admin,
	without: ["GET /quality/policies/count", "POST /quality/policies/:id/restore"]
});
ask("POST /quality/policies/preview", { body: { gate: "error" } });
const makeMonitor = async (stage: Stage) => ({
	params: {
		id: await make(stage.author, "/quality/monitors", {
			name: "Made",
			itemId: await makeItem(stage),
			onChange: false
		})
	}
});
ask("GET /quality/monitors");
ask("POST /quality/monitors", async stage => ({
	body: { name: "Made", itemId: await makeItem(stage), onChange: false }
}));
ask("GET /quality/monitors/:id", makeMonitor);
ask("PATCH /quality/monitors/:id", async stage => ({
	...(await makeMonitor(stage)),
	body: { name: "Changed" }
}));
ask("DELETE /quality/monitors/:id", makeMonitor);
const newFeedback = async (stage: Stage) => ({
	itemId: await makeItem(stage),
	rating: 2,
	kind: "unclear"
});
ask("GET /quality/feedback");
ask("POST /quality/feedback", async stage => ({ body: await newFeedback(stage) }));
ask("GET /quality/feedback/:id", async stage => ({
	params: { id: await make(stage.author, "/quality/feedback", await newFeedback(stage)) }
}));
const makeReport = async ({ author }: Stage) => {
	const { body } = await author.post<{ id: string }>("/quality/reports", {});
	return { params: { id: body.id } };
};
ask("GET /quality/reports");
ask("POST /quality/reports", { body: { format: "csv" } });
for (const route of [
	"GET /quality/reports/:id",
	"DELETE /quality/reports/:id",
	"POST /quality/reports/:id/link"
])
	ask(route, makeReport);

export const qualityRequests = requests;

/** The plugin `content`. */
import type { Client } from "../../../support/client.ts";
import { waitUntil } from "../../../support/wait-until.ts";
import { make, type Stage } from "../stage.ts";
import { newRequests } from "./ask.ts";

const { requests, ask, askCollection } = newRequests();

const newQuestion = () => ({
	kind: "question",
	title: "Made",
	questionType: "single",
	stem: "Which?",
	options: [
		{ text: "This", correct: true },
		{ text: "That", correct: false, note: "A walrus-note" }
	],
	explanation: "A walrus-explanation"
});
const makeQuestion = ({ author }: Stage) => make(author, "/content", newQuestion());
askCollection({
	path: "/content",
	make: makeQuestion,
	body: newQuestion,
	patch: { title: "Changed" },
	owner: ({ author }) => author
});
ask("GET /content/library", async stage => {
	await stage.shared("published", () => makePublished(stage));
	return { query: "kind=question" };
});
ask("POST /content/render", { body: { markdown: "# Made" } });
for (const part of ["html", "versions", "comments"])
	ask(`GET /content/:id/${part}`, async stage => ({ params: { id: await makeQuestion(stage) } }));
for (const verb of ["submit", "archive"])
	ask(`POST /content/:id/${verb}`, async stage => ({
		params: { id: await makeQuestion(stage) }
	}));

async function makeSubmitted(stage: Stage) {
	const id = await makeQuestion(stage);
	await stage.author.post(`/content/${id}/submit`);
	return id;
}
async function makeApproved(stage: Stage) {
	const id = await makeSubmitted(stage);
	await stage.admin.post(`/content/${id}/approve`);
	return id;
}
async function makePublished(stage: Stage) {
	const id = await makeApproved(stage);
	await stage.author.post(`/content/${id}/publish`, { override: "For the matrix" });
	return id;
}
for (const verb of ["approve", "reject"])
	ask(`POST /content/:id/${verb}`, async stage => ({
		params: { id: await makeSubmitted(stage) },
		body: { comment: "Seen" }
	}));
ask("POST /content/:id/publish", async stage => ({ params: { id: await makeApproved(stage) } }));
ask("GET /content/:id/differences", async stage => ({
	params: { id: await makeQuestion(stage) },
	query: "from=1&to=1"
}));
for (const route of [
	"GET /content/:id/versions/:version",
	"POST /content/:id/versions/:version/restore"
])
	ask(route, async stage => ({ params: { id: await makeQuestion(stage), version: "1" } }));
ask("POST /content/:id/comments", async stage => ({
	params: { id: await makeQuestion(stage) },
	body: { text: "Why?", field: "stem", quote: "Which" }
}));
for (const route of [
	"POST /content/:id/comments/:commentId/resolve",
	"DELETE /content/:id/comments/:commentId"
])
	ask(route, async stage => {
		const id = await makeQuestion(stage);
		const commentId = await make(stage.author, `/content/${id}/comments`, { text: "Why?" });
		return { params: { id, commentId } };
	});
ask("GET /content/published");
ask("GET /content/published/count");
ask("GET /content/published/:id", async stage => ({
	params: { id: await stage.shared("published", () => makePublished(stage)) }
}));

const newCourse = () => ({ kind: "course", title: "Made", entries: [] });
const makeCourse = ({ author }: Stage) => make(author, "/content/collections", newCourse());
askCollection({
	path: "/content/collections",
	make: makeCourse,
	body: newCourse,
	patch: { title: "Changed" },
	owner: ({ author }) => author
});
ask("GET /content/collections/:id/outline", async stage => ({
	params: { id: await makeCourse(stage) }
}));

async function uploadMarkdown(client: Client) {
	const form = new FormData();
	form.append("file", new Blob(["# Made\n"]), "made.md");
	const { body } = await client.post<{ id: string }>("/files", form);
	return body.id;
}
async function makeImport({ author }: Stage) {
	const fileId = await uploadMarkdown(author);
	const id = await make(author, "/content/imports", { fileId });
	await waitUntil("the import", async () => {
		const { body } = await author.get<{ state: string }>(`/content/imports/${id}`);
		return body.state === "ready";
	});
	return id;
}
ask("GET /content/imports");
ask("GET /content/imports/count");
ask("POST /content/imports", async (stage, who) => {
	const client = who === "guest" || who === "key" ? stage.author : stage.client(who, "/content");
	return { body: { fileId: await uploadMarkdown(client) } };
});
for (const route of ["GET /content/imports/:id", "POST /content/imports/:id/apply"])
	ask(route, async stage => ({ params: { id: await makeImport(stage) } }));
ask("POST /content/imports/samples");
ask("GET /content/export", { query: "ids=65f0c0ffee65f0c0ffee65f0" });

export const contentRequests = requests;

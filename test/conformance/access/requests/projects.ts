/** The plugin `projects`. */
import { make, type Stage } from "../stage.ts";
import { newRequests } from "./ask.ts";

const { requests, ask, askCollection } = newRequests();

const newProject = () => ({
	name: "Made",
	description: "Made for a test",
	tags: ["made"],
	startsOn: "2026-01-01T00:00:00.000Z",
	dueOn: "2026-02-01T00:00:00.000Z"
});
const makeProject = ({ owner, friend }: Stage) =>
	make(owner, "/projects", { ...newProject(), members: [{ userId: friend.id }] });
askCollection({
	path: "/projects",
	make: makeProject,
	body: newProject,
	patch: { status: "done" },
	owner: ({ owner }) => owner
});
ask("GET /projects/stats/summary");

ask("POST /projects/:id/members", async ({ owner, author }) => ({
	params: { id: await make(owner, "/projects", newProject()) },
	body: { userId: author.id }
}));
ask("PATCH /projects/:id/members/:userId", async stage => ({
	params: { id: await makeProject(stage), userId: stage.friend.id! },
	body: { role: "editor" }
}));
ask("DELETE /projects/:id/members/:userId", async stage => ({
	params: { id: await makeProject(stage), userId: stage.friend.id! }
}));
ask("POST /projects/:id/transfer", async stage => ({
	params: { id: await makeProject(stage) },
	body: { userId: stage.friend.id }
}));
ask("GET /projects/:id/transfers", async stage => {
	const id = await makeProject(stage);
	await stage.owner.post(`/projects/${id}/transfer`, { userId: stage.friend.id, note: "Gone" });
	return { params: { id } };
});

export const projectsRequests = requests;

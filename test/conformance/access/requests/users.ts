/** Users, roles, and what they may do. */
import { make, type Stage } from "../stage.ts";
import { newRequests } from "./ask.ts";

const { requests, ask, askCollection } = newRequests();

const newUser = (stage: Stage) => ({
	email: `made${stage.next()}@lyceum.test`,
	username: `made${stage.next()}`,
	name: "Made",
	gradeLevel: "10",
	bio: "Made for a test",
	avatarUrl: "https://example.org/made.png"
});
askCollection({
	path: "/users",
	make: stage => make(stage.admin, "/users", newUser(stage)),
	body: newUser,
	patch: { name: "Changed" },
	owner: ({ admin }) => admin
});

const RULE = {
	action: "read",
	subject: "Project",
	fields: ["name"],
	conditions: { status: "done" }
};
const newRole = (stage: Stage) => ({
	name: `made-${stage.next()}`,
	description: "Made",
	rules: [RULE, { ...RULE, inverted: true, reason: "Not yet" }]
});
askCollection({
	path: "/roles",
	make: stage => make(stage.admin, "/roles", newRole(stage)),
	body: newRole,
	patch: { description: "Changed" },
	owner: ({ admin }) => admin
});
ask("PUT /roles/:id", async stage => {
	const body = newRole(stage);
	return { params: { id: await make(stage.admin, "/roles", body) }, body };
});

ask("POST /roles/preview", {
	body: { name: "previewed", rules: [{ action: "read", subject: "User", fields: ["name"] }] }
});

ask("GET /access/explain", async ({ owner }) => {
	const id = await make(owner, "/projects", { name: "Explained" });
	return { query: `user=${owner.id}&action=read&subject=Project&id=${id}` };
});
ask("GET /access/rules");

export const usersRequests = requests;

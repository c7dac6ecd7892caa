/** The console: its pages, screens, saved views and changes. */
import type { Stage } from "../stage.ts";
import { newRequests } from "./ask.ts";

const { requests, ask } = newRequests();

for (const path of ["", "/:section", "/:section/:part", "/:section/:part/:view"])
	ask(`GET //admin${path}`, { params: { section: "projects", part: "65f0", view: "show" } });
ask("GET //admin/assets/:file", { params: { file: "nothing.js" } });
ask("GET /console");
ask("GET /console/export", { query: "collection=projects&format=csv" });

ask("GET //admin/modules/:plugin/:version/:file", async ({ admin }) => {
	const { body } = await admin.get<{ pages: { plugin: string; source: string }[] }>("/console");
	const [page] = body.pages.filter(({ plugin }) => plugin === "projects");
	const [plugin, version, file] = page!.source.split("/").slice(-3);
	return { params: { plugin: plugin!, version: version!, file: file! } };
});
ask("GET //admin/frames/:plugin/:version/:page", {
	params: { plugin: "projects", version: "0".repeat(24), page: "nothing" }
});

const viewOf = (stage: Stage) => ({
	collection: "projects",
	name: `View ${stage.next()}`,
	filter: {},
	sort: { field: "name", order: "ASC" },
	columns: ["name"]
});
const makeView = async (stage: Stage) => {
	const { body } = await stage.owner.post("/console/views", viewOf(stage));
	return { params: { id: body.id as string } };
};
ask("GET /console/views", { query: "collection=projects" });
ask("POST /console/views", stage => ({ body: viewOf(stage) }));
ask("PATCH /console/views/:id", async stage => ({
	...(await makeView(stage)),
	body: { columns: ["name", "status"] }
}));
ask("DELETE /console/views/:id", makeView);

/** Everybody who is signed in may make projects. */
const madeInConsole = (stage: Stage) => ({
	collection: "projects",
	wishes: [{ create: { name: `Made in the console ${stage.next()}` } }]
});
ask("POST /console/changes", stage => ({ body: madeInConsole(stage) }));
ask("POST /console/changes/:id/undo", async (stage, who) => {
	const client = stage.client(who, "/console");
	const { body } = await client.send("POST", "/console/changes", madeInConsole(stage));
	return { params: { id: (body.undo as string | undefined) ?? "65f0c0ffee65f0c0ffee65f9" } };
});

export const consoleRequests = requests;

import { collection, definePlugin } from "lyceum";
import { Project } from "./project.model.ts";

export default definePlugin({
	name: "projects",
	mixins: [collection(Project, { owner: "ownerId" })],
	abilities: { guest: [{ action: "manage", subject: "Project" }] }
});

/** How the console shows files. */
import { defineConsole } from "../../mixins/index.ts";

export const fileScreens = defineConsole({
	collection: "files",
	label: "Files",
	singular: "File",
	icon: "file",
	title: "name",
	list: ["name", "mediaType", "size", "ownerId", "createdAt"],
	form: ["name", "mediaType", "size", "ownerId", "sha256"],
	filters: ["name", "mediaType", "ownerId", "size", "createdAt"],
	labels: { mediaType: "Type", size: "Bytes", ownerId: "Owner" }
});

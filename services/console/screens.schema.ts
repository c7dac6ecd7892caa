/** What the console is answered about its screens, as JSON Schema with an example. */
import type { JsonSchema } from "../../mixins/index.ts";

const text: JsonSchema = { type: "string" };
const texts: JsonSchema = { type: "array", items: text };
const textOrNull: JsonSchema = { type: ["string", "null"] };
const schema: JsonSchema = { type: "object", additionalProperties: true };
const schemaOrNull: JsonSchema = { type: ["object", "null"], additionalProperties: true };

const screen: JsonSchema = {
	title: "ConsoleScreen",
	type: "object",
	properties: {
		name: { ...text, description: "The collection" },
		path: { ...text, description: "Where it is below the API's base" },
		subject: text,
		service: text,
		isPlugin: { type: "boolean" },
		label: text,
		singular: text,
		icon: text,
		title: { ...text, description: "The field that names a document" },
		list: { ...texts, description: "The columns" },
		form: { ...texts, description: "The fields of the forms" },
		filters: texts,
		labels: { type: "object", additionalProperties: text },
		schema,
		create: schemaOrNull,
		update: schemaOrNull,
		fields: {
			type: "array",
			items: {
				type: "object",
				properties: { path: text, kind: text, array: { type: "boolean" } }
			}
		},
		searchable: { type: "boolean" },
		operations: { ...texts, description: "What the caller may do" },
		verbs: {
			type: "array",
			items: { type: "object", properties: { name: text, path: text, summary: text } }
		}
	},
	required: ["name", "path", "subject", "label", "list", "form", "schema", "operations"]
};

const page: JsonSchema = {
	title: "ConsolePage",
	type: "object",
	properties: {
		plugin: text,
		path: { ...text, description: "The last part of its address in the console" },
		title: { type: "object", properties: { en: text, de: text }, required: ["en"] },
		icon: text,
		kind: { type: "string", enum: ["module", "frame"] },
		source: { ...text, description: "Where it is: another one for each version" },
		routes: { ...texts, description: "What a frame may ask of the API" }
	},
	required: ["plugin", "path", "title", "icon", "kind", "source", "routes"]
};

export const screensSchema: JsonSchema = {
	title: "ConsoleScreens",
	type: "object",
	properties: {
		user: textOrNull,
		viewedBy: { ...textOrNull, description: "The administrator who looks on as this user" },
		rules: { type: "array", description: "The caller's rules, as CASL packs them" },
		screens: { type: "array", items: screen },
		pages: { type: "array", items: page, description: "The pages that plugins bring" }
	},
	required: ["user", "viewedBy", "rules", "screens", "pages"]
};

export const screensExample = {
	user: "65f0c0ffee65f0c0ffee65f0",
	viewedBy: null,
	rules: [["read", "Project", { ownerId: "65f0c0ffee65f0c0ffee65f0" }]],
	screens: [
		{
			name: "projects",
			path: "/projects",
			subject: "Project",
			service: "projects",
			isPlugin: true,
			label: "Projects",
			singular: "Project",
			icon: "folder_shared",
			title: "name",
			list: ["name", "status"],
			form: ["name", "status"],
			filters: ["status"],
			labels: {},
			schema: { type: "object" },
			create: { type: "object" },
			update: { type: "object" },
			fields: [{ path: "name", kind: "string", array: false }],
			searchable: true,
			operations: ["list", "get", "create"],
			verbs: []
		}
	],
	pages: [
		{
			plugin: "projects",
			path: "timeline",
			title: { en: "Timeline", de: "Zeitleiste" },
			icon: "schedule",
			kind: "module",
			source: "/admin/modules/projects/0f2c4a6b8d0e1f2a3b4c5d6e/timeline.js",
			routes: []
		}
	]
};

import type { AnySchemaObject } from "ajv/dist/2020.js";

// In this schema `description` is what a problem gives as "expected".

const NAME = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";
/** A name of an action or event, or of all below a prefix; never everything at once. */
const ACTION = "^[A-Za-z][\\w-]*(\\.[\\w-]+)*(\\.\\*)?$";
const EVENT = "^[A-Za-z][\\w-]*(\\.([\\w-]+|\\*))*(\\.\\*\\*)?$";
const HOST = "^\\*$|^(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$";
/** A method and the beginning of an address, whole parts of it. */
const ROUTE = "^(GET|POST|PUT|PATCH|DELETE) (/[A-Za-z0-9][\\w-]*)+$";
const PAGE_PATH = "^[a-z][a-z0-9-]{0,63}$";
const ICON = "^[a-z][a-z0-9_]{0,63}$";
const FRAME = "^pages/([\\w-]+/)*[\\w-]+\\.html$";
const LABEL = "^[a-z][A-Za-z0-9]*([.-][A-Za-z0-9]+)*$";

const range = {
	type: "string",
	format: "semver-range",
	description: 'a version range, such as "^1.0.0"'
};

function listOf(pattern: string, description: string): AnySchemaObject {
	const items = { type: "string", pattern, maxLength: 128, description };
	return {
		type: "array",
		uniqueItems: true,
		maxItems: 200,
		items,
		description: `an array of at most 200, each once: ${description}`
	};
}

function strictObject(properties: Record<string, AnySchemaObject>): AnySchemaObject {
	const description = `an object with any of ${Object.keys(properties).join(", ")}`;
	return { type: "object", additionalProperties: false, properties, description };
}

function text(maxLength: number): AnySchemaObject {
	const description = `a text of 1 to ${maxLength} characters`;
	return { type: "string", minLength: 1, maxLength, description };
}

function matching(pattern: string, description: string): AnySchemaObject {
	return { type: "string", pattern, maxLength: 128, description };
}

const page: AnySchemaObject = {
	...strictObject({
		path: matching(PAGE_PATH, 'small letters, digits and dashes, such as "timeline"'),
		title: { ...strictObject({ en: text(60), de: text(60) }), required: ["en"] },
		icon: matching(ICON, 'the name of an icon, such as "schedule"'),
		frame: matching(FRAME, 'an HTML file of the folder pages, such as "pages/map.html"'),
		right: {
			...strictObject({ action: text(64), subject: text(64) }),
			required: ["action", "subject"]
		}
	}),
	required: ["path", "title", "icon", "frame", "right"]
};

const lyceumKey = strictObject({
	title: text(100),
	description: text(1000),
	requires: {
		type: "object",
		propertyNames: { pattern: NAME, maxLength: 64, description: "a plugin's name" },
		additionalProperties: range,
		description: "an object from a plugin's name to a version range"
	},
	permissions: strictObject({
		actions: listOf(
			ACTION,
			'an action, such as "projects.list", or a group, such as "projects.*"'
		),
		events: listOf(
			EVENT,
			'an event, such as "users.user.created", or a group, such as "users.**"'
		),
		collections: listOf(LABEL, 'a collection, such as "projects"'),
		hosts: listOf(
			HOST,
			'a host, such as "api.example.org", "*.example.org" or "localhost:8080"'
		),
		routes: listOf(ROUTE, 'a method and the beginning of an address, such as "GET /projects"')
	}),
	settings: {
		type: "object",
		required: ["type"],
		properties: { type: { const: "object", description: 'the type "object"' } },
		description: "a JSON schema of the type object"
	},
	provides: strictObject({
		collections: listOf(LABEL, 'a collection, such as "projects"'),
		streams: listOf(NAME, 'a stream, such as "exam-events"'),
		jobs: listOf(LABEL, 'a job, such as "send-reminders"'),
		schedules: listOf(LABEL, 'a schedule, such as "nightly-cleanup"'),
		roles: listOf(LABEL, 'a role, such as "reviewer"'),
		pages: {
			type: "array",
			maxItems: 20,
			items: page,
			description: "an array of at most 20 pages, each shown in a frame"
		}
	})
});

/** The manifest: what Lyceum reads of a plugin's package.json; npm's other keys pass unread. */
export const manifestSchema: AnySchemaObject = {
	type: "object",
	required: ["name", "version", "type", "engines", "lyceum"],
	description: "an object",
	properties: {
		name: {
			type: "string",
			pattern: NAME,
			maxLength: 64,
			description:
				'a name of at most 64 lower-case letters, digits and single dashes, such as "code-review"'
		},
		version: {
			type: "string",
			format: "semver",
			description: 'a semantic version, such as "1.2.0"'
		},
		type: { const: "module", description: 'the text "module"' },
		engines: {
			type: "object",
			required: ["lyceum"],
			properties: { lyceum: range },
			description: 'an object such as { "lyceum": "^1.0.0" }'
		},
		dependencies: {
			type: "object",
			additionalProperties: { type: "string", description: "a version range" },
			description: "an object from a package's name to a version range"
		},
		lyceum: lyceumKey
	}
};

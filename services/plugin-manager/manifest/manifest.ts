/**
 * A plugin's manifest: its package.json, read and checked without running any code of the plugin.
 * npm's keys are allowed and ignored; the key "lyceum" is strict. All problems are reported at once.
 */
import { manifestSchema } from "./schema.ts";
import { type SettingsSchema, settingsSchemaProblems } from "./settings.ts";
import { type Problem, summarize } from "./problem.ts";
import { createValidator, toProblems } from "./schema-problems.ts";
import { parseStrictJson } from "./strict-json.ts";

export { checkSettings, settingsSchema } from "./settings.ts";
export type { CheckedSettings, SettingsSchema } from "./settings.ts";
export type { Problem } from "./problem.ts";

export const MAX_MANIFEST_BYTES = 256 * 1024;

/** A checked manifest; what it leaves out is there as an empty list or object. */
export interface Manifest {
	name: string;
	version: string;
	/** The kernel versions that it works with. */
	engines: { lyceum: string };
	/** npm packages that it brings along. */
	dependencies: Record<string, string>;
	title: string;
	description: string;
	/** Plugins that it needs, by name, with the range of versions. */
	requires: Record<string, string>;
	permissions: ManifestPermissions;
	/** Absent when the plugin has no settings. */
	settings?: SettingsSchema;
	provides: ManifestProvisions;
}

export interface ManifestPermissions {
	actions: string[];
	events: string[];
	collections: string[];
	hosts: string[];
	/** What its frames may ask of the API in the reader's name, e.g. `GET /projects`. */
	routes: string[];
}

export interface ManifestProvisions {
	collections: string[];
	streams: string[];
	jobs: string[];
	schedules: string[];
	roles: string[];
	pages: FramePage[];
}

/** A page of the console that is shown in a frame, cut off from it: it needs no trust. */
export interface FramePage {
	path: string;
	title: { en: string; de?: string };
	icon: string;
	/** The HTML file, with all it needs in it. */
	frame: string;
	right: { action: string; subject: string };
}

/** What a package.json holds once it has passed the schema. */
interface PackageJson {
	name: string;
	version: string;
	engines: { lyceum: string };
	description?: unknown;
	dependencies?: Record<string, string>;
	lyceum: {
		title?: string;
		description?: string;
		requires?: Record<string, string>;
		permissions?: Partial<ManifestPermissions>;
		settings?: SettingsSchema;
		provides?: Partial<ManifestProvisions>;
	};
}

/** The first parts of addresses that no frame may ask. */
const CLOSED = [
	"",
	"access",
	"api-keys",
	"audit",
	"auth",
	"console",
	"graphql",
	"limits",
	"mail",
	"plugins",
	"roles",
	"sessions",
	"streaming"
];

/** Is thrown for a manifest that cannot be used; `problems` names everything that is wrong with it. */
export class ManifestError extends Error {
	readonly code = "MANIFEST_INVALID";
	readonly source: string;
	readonly problems: Problem[];

	constructor(source: string, problems: Problem[]) {
		super(`The manifest ${source} is not valid: ${summarize(problems)}`);
		this.name = "ManifestError";
		this.source = source;
		this.problems = problems;
	}
}

export interface ParseManifestOptions {
	/** The name of the folder that the plugin lies in. */
	expectedName?: string;
}

// The project's own schema, which a test holds to the meta-schema: to compile that one costs more than all else.
// Code that runs a few times is not made shorter, see the meta-schema's.
const validate = createValidator({
	validateSchema: false,
	meta: false,
	code: { optimize: false }
}).compile(manifestSchema);

/** Reads a plugin's manifest from the text of its package.json; `source` names it in errors. */
export function parseManifest(
	text: string,
	source: string,
	{ expectedName }: ParseManifestOptions = {}
): Manifest {
	const bytes = Buffer.byteLength(text);
	if (bytes > MAX_MANIFEST_BYTES) throw new ManifestError(source, [tooLong(bytes)]);
	const { value, problems } = parseStrictJson(text);
	if (problems.length > 0) throw new ManifestError(source, problems);
	const found = [...shapeProblems(value), ...meaningProblems(value, expectedName)];
	if (found.length > 0) throw new ManifestError(source, found);
	return toManifest(value as PackageJson);
}

function tooLong(bytes: number): Problem {
	const expected = `at most ${MAX_MANIFEST_BYTES} bytes`;
	return { pointer: "", message: `is ${bytes} bytes long`, value: bytes, expected };
}

function shapeProblems(value: unknown): Problem[] {
	return validate(value) ? [] : toProblems(validate.errors);
}

/** What the schema cannot say; looks only at parts whose shape is right, the schema reports the rest. */
function meaningProblems(value: unknown, expectedName: string | undefined): Problem[] {
	const manifest = recordOf(value);
	const lyceum = recordOf(manifest["lyceum"]);
	const settings = recordOf(lyceum["settings"]);
	return [
		...wrongName(manifest["name"], expectedName),
		...requiresItself(manifest["name"], recordOf(lyceum["requires"])),
		...closedRoutes(recordOf(lyceum["permissions"])["routes"]),
		...(isSettingsSchema(settings) ? settingsSchemaProblems(settings) : [])
	];
}

function wrongName(name: unknown, expectedName: string | undefined): Problem[] {
	if (expectedName === undefined || name === expectedName || typeof name !== "string") return [];
	const message = "must be the name of its folder";
	return [{ pointer: "/name", message, value: name, expected: `"${expectedName}"` }];
}

function requiresItself(name: unknown, requires: Record<string, unknown>): Problem[] {
	if (typeof name !== "string" || !Object.hasOwn(requires, name)) return [];
	const expected = "other plugins only";
	const pointer = `/lyceum/requires/${name}`;
	return [{ pointer, message: "requires the plugin itself", value: requires[name], expected }];
}

/** What leads to accounts, rights or code is no frame's business, whoever would agree to it. */
function closedRoutes(routes: unknown): Problem[] {
	if (!Array.isArray(routes)) return [];
	return routes.flatMap((route: unknown, index) => {
		const [, method, first] = /^([A-Z]+) \/([^/]*)/.exec(String(route)) ?? [];
		const isOpen = first === "users" ? method === "GET" : !CLOSED.includes(first ?? "");
		if (isOpen) return [];
		const pointer = `/lyceum/permissions/routes/${index}`;
		const expected = `routes other than ${CLOSED.join(", ")}; of users what is read`;
		return [{ pointer, message: "may not be asked by a frame", value: route, expected }];
	});
}

function isSettingsSchema(value: Record<string, unknown>): value is SettingsSchema {
	return value["type"] === "object";
}

function recordOf(value: unknown): Record<string, unknown> {
	const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
	return isRecord ? (value as Record<string, unknown>) : {};
}

function toManifest({ lyceum, ...npm }: PackageJson): Manifest {
	const npmDescription = typeof npm.description === "string" ? npm.description : "";
	return {
		name: npm.name,
		version: npm.version,
		engines: { lyceum: npm.engines.lyceum },
		dependencies: npm.dependencies ?? {},
		title: lyceum.title ?? npm.name,
		description: lyceum.description ?? npmDescription,
		requires: lyceum.requires ?? {},
		permissions: {
			actions: [],
			events: [],
			collections: [],
			hosts: [],
			routes: [],
			...lyceum.permissions
		},
		...(lyceum.settings && { settings: lyceum.settings }),
		provides: {
			collections: [],
			streams: [],
			jobs: [],
			schedules: [],
			roles: [],
			pages: [],
			...lyceum.provides
		}
	};
}

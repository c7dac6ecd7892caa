import { expect } from "chai";
import {
	MAX_MANIFEST_BYTES,
	ManifestError,
	type Problem,
	checkSettings,
	parseManifest,
	settingsSchema
} from "../../../../../services/plugin-manager/manifest/manifest.ts";
import { manifestSchema } from "../../../../../services/plugin-manager/manifest/schema.ts";
import { createValidator } from "../../../../../services/plugin-manager/manifest/schema-problems.ts";

const SOURCE = "plugins/notes/package.json";

const LEAST = {
	name: "notes",
	version: "1.2.3",
	type: "module",
	engines: { lyceum: "^0.1.0" },
	lyceum: {}
};

function problemsIn(text: string, expectedName?: string): Problem[] {
	try {
		parseManifest(text, SOURCE, { expectedName });
		return [];
	} catch (error) {
		expect(error).to.be.instanceOf(ManifestError);
		return (error as ManifestError).problems;
	}
}

function problemsOf(keys: Record<string, unknown>): Problem[] {
	return problemsIn(JSON.stringify({ ...LEAST, ...keys }));
}

function withSettings(properties: Record<string, unknown>, more: Record<string, unknown> = {}) {
	const settings = { type: "object", properties, ...more };
	return parseManifest(JSON.stringify({ ...LEAST, lyceum: { settings } }), SOURCE);
}

describe("the schema of a manifest", () => {
	it("is a strict JSON schema, which is not checked at each start", () => {
		expect(createValidator().validateSchema(manifestSchema)).to.equal(true);
	});
});

describe("parseManifest", () => {
	it("gives the least manifest with everything else empty", () => {
		expect(parseManifest(JSON.stringify(LEAST), SOURCE)).to.deep.equal({
			name: "notes",
			version: "1.2.3",
			engines: { lyceum: "^0.1.0" },
			dependencies: {},
			title: "notes",
			description: "",
			requires: {},
			permissions: { actions: [], events: [], collections: [], hosts: [], routes: [] },
			provides: {
				collections: [],
				streams: [],
				jobs: [],
				schedules: [],
				roles: [],
				pages: []
			}
		});
	});

	it("gives a full manifest and ignores npm's other keys", () => {
		const lyceum = {
			title: "Notes",
			description: "Short texts.",
			requires: { files: "^1.0.0", "code-review": ">=2 <4" },
			permissions: {
				actions: ["files.get", "projects.*", "v2.users.list"],
				events: ["users.user.deleted", "projects.*.created", "files.**"],
				collections: ["notes", "noteDrafts"],
				hosts: ["api.example.org", "*.example.org", "localhost:11434"],
				routes: ["GET /projects", "GET /users", "POST /projects/stats"]
			},
			settings: { type: "object", properties: { perPage: { type: "integer", default: 20 } } },
			provides: { streams: ["student-events"], jobs: ["send-reminders"], roles: ["reviewer"] }
		};
		const npm = { license: "MIT", scripts: { test: "mocha" }, files: ["*.ts"], bin: "notes" };
		const dependencies = { marked: "^18.0.0" };
		const text = JSON.stringify({ ...LEAST, ...npm, dependencies, lyceum });
		const manifest = parseManifest(text, SOURCE, { expectedName: "notes" });
		expect(manifest).to.deep.include({
			title: "Notes",
			description: "Short texts.",
			dependencies
		});
		expect(manifest).to.deep.include({
			requires: lyceum.requires,
			permissions: lyceum.permissions,
			settings: lyceum.settings
		});
		expect(manifest.provides).to.deep.equal({
			collections: [],
			schedules: [],
			pages: [],
			...lyceum.provides
		});
		expect(manifest).not.to.have.any.keys("license", "scripts", "files", "bin");
	});

	it("takes the description of package.json when lyceum has none", () => {
		const text = JSON.stringify({ ...LEAST, description: "Short texts." });
		expect(parseManifest(text, SOURCE).description).to.equal("Short texts.");
	});

	const REFUSED: { what: string; keys: Record<string, unknown>; at: string; says: string }[] = [
		{ what: "no name", keys: { name: undefined }, at: "/name", says: "is missing" },
		{ what: "an upper-case name", keys: { name: "Notes" }, at: "/name", says: "lower-case" },
		{ what: "a scoped name", keys: { name: "@me/notes" }, at: "/name", says: "lower-case" },
		{ what: "a name with --", keys: { name: "a--b" }, at: "/name", says: "single dashes" },
		{
			what: "65 characters",
			keys: { name: "a".repeat(65) },
			at: "/name",
			says: "64 characters"
		},
		{ what: "a number as name", keys: { name: 7 }, at: "/name", says: "is not a name" },
		{ what: "no version", keys: { version: undefined }, at: "/version", says: "is missing" },
		{ what: "a loose version", keys: { version: "v1.0" }, at: "/version", says: "semantic" },
		{ what: "a padded version", keys: { version: "1.0.0 " }, at: "/version", says: "semantic" },
		{ what: "CommonJS", keys: { type: "commonjs" }, at: "/type", says: '"module"' },
		{ what: "no type", keys: { type: undefined }, at: "/type", says: "is missing" },
		{ what: "no engines", keys: { engines: undefined }, at: "/engines", says: "is missing" },
		{
			what: "no engines.lyceum",
			keys: { engines: { node: ">=20" } },
			at: "/engines/lyceum",
			says: "is missing"
		},
		{
			what: "a bad kernel range",
			keys: { engines: { lyceum: "newest" } },
			at: "/engines/lyceum",
			says: "version range"
		},
		{
			what: "an empty kernel range",
			keys: { engines: { lyceum: "" } },
			at: "/engines/lyceum",
			says: "version range"
		},
		{ what: "no lyceum key", keys: { lyceum: undefined }, at: "/lyceum", says: "is missing" },
		{
			what: "a misspelt lyceum key",
			keys: { lyceum: undefined, lycuem: {} },
			at: "/lyceum",
			says: 'found "lycuem"'
		},
		{ what: "a list as lyceum", keys: { lyceum: [] }, at: "/lyceum", says: "is not an object" },
		{
			what: "a number as dependency",
			keys: { dependencies: { marked: 18 } },
			at: "/dependencies/marked",
			says: "version range"
		}
	];
	for (const { what, keys, at, says } of REFUSED) {
		it(`refuses ${what} at ${at}`, () => {
			const problems = problemsOf(keys);
			expect(problems.map(problem => problem.pointer)).to.deep.equal([at]);
			expect(problems[0]!.message).to.include(says);
			expect(problems[0]!.expected).to.match(/\w/);
		});
	}

	const PAGE = {
		path: "map",
		title: { en: "Map" },
		icon: "hub",
		right: { action: "read", subject: "Note" }
	};

	const REFUSED_IN_LYCEUM: { lyceum: object; at: string; says: string }[] = [
		{ lyceum: { titel: "x" }, at: "/lyceum/titel", says: 'did you mean "title"?' },
		{ lyceum: { colour: "x" }, at: "/lyceum/colour", says: "is an unknown key" },
		{ lyceum: { title: "" }, at: "/lyceum/title", says: "fewer than 1" },
		{
			lyceum: { permissions: { action: [] } },
			at: "/lyceum/permissions/action",
			says: 'did you mean "actions"?'
		},
		{
			lyceum: { permissions: { actions: ["projects.list", "*"] } },
			at: "/lyceum/permissions/actions/1",
			says: "is not an action"
		},
		{
			lyceum: { permissions: { actions: ["*.list"] } },
			at: "/lyceum/permissions/actions/0",
			says: "is not an action"
		},
		{
			lyceum: { permissions: { actions: "projects.list" } },
			at: "/lyceum/permissions/actions",
			says: "is not an array"
		},
		{
			lyceum: { permissions: { events: ["**"] } },
			at: "/lyceum/permissions/events/0",
			says: "is not an event"
		},
		{
			lyceum: { permissions: { hosts: ["https://example.org/"] } },
			at: "/lyceum/permissions/hosts/0",
			says: "is not a host"
		},
		{
			lyceum: { permissions: { routes: ["GET /projects/../users"] } },
			at: "/lyceum/permissions/routes/0",
			says: "is not a method"
		},
		...["POST /users", "GET /auth", "GET /plugins", "DELETE /roles"].map(route => ({
			lyceum: { permissions: { routes: [route] } },
			at: "/lyceum/permissions/routes/0",
			says: "may not be asked by a frame"
		})),
		{
			lyceum: { provides: { pages: [{ ...PAGE, frame: "../a.html" }] } },
			at: "/lyceum/provides/pages/0/frame",
			says: "is not an HTML file"
		},
		{
			lyceum: { permissions: { collections: ["notes", "notes"] } },
			at: "/lyceum/permissions/collections",
			says: "duplicate"
		},
		{
			lyceum: { provides: { stream: [] } },
			at: "/lyceum/provides/stream",
			says: 'did you mean "streams"?'
		},
		{
			lyceum: { requires: { Files: "^1.0.0" } },
			at: "/lyceum/requires/Files",
			says: 'the key "Files"'
		},
		{
			lyceum: { requires: { files: "one" } },
			at: "/lyceum/requires/files",
			says: "is not a version range"
		},
		{
			lyceum: { requires: { notes: "^1.0.0" } },
			at: "/lyceum/requires/notes",
			says: "requires the plugin itself"
		},
		{ lyceum: { settings: {} }, at: "/lyceum/settings/type", says: "is missing" },
		{
			lyceum: { settings: { type: "array" } },
			at: "/lyceum/settings/type",
			says: 'is not the type "object"'
		}
	];
	for (const { lyceum, at, says } of REFUSED_IN_LYCEUM) {
		it(`refuses ${JSON.stringify(lyceum)} at ${at}`, () => {
			const problems = problemsOf({ lyceum });
			expect(problems.map(problem => problem.pointer)).to.deep.equal([at]);
			expect(problems[0]!.message).to.include(says);
		});
	}

	it("reports everything at once, with value and expectation", () => {
		const problems = problemsOf({ version: "1", type: "x", lyceum: { titel: 1, title: 2 } });
		expect(problems.map(problem => problem.pointer)).to.have.members([
			"/version",
			"/type",
			"/lyceum/titel",
			"/lyceum/title"
		]);
		expect(problems.find(problem => problem.pointer === "/version")).to.deep.equal({
			pointer: "/version",
			message: 'is not a semantic version, such as "1.2.0"',
			value: "1",
			expected: 'a semantic version, such as "1.2.0"'
		});
	});

	it("names the source and the problems in the error's message", () => {
		expect(() => parseManifest("{}", SOURCE)).to.throw(
			ManifestError,
			/plugins\/notes.*\/name is missing/
		);
	});

	it("shortens a long value", () => {
		const [problem] = problemsOf({ version: "9".repeat(10_000) });
		expect(String(problem!.value)).to.have.length.below(300);
	});

	it("requires the folder's name when there is one", () => {
		const problems = problemsIn(JSON.stringify(LEAST), "note");
		expect(problems).to.have.length(1);
		expect(problems[0]).to.include({ pointer: "/name", value: "notes", expected: '"note"' });
	});

	const TEXTS: { what: string; text: string; at: string; says: string }[] = [
		{ what: "no text", text: "", at: "", says: "is not JSON" },
		{ what: "half a text", text: '{"name": "no', at: "", says: "is not JSON" },
		{ what: "a comment", text: "{} // notes", at: "", says: "is not JSON" },
		{ what: "a list", text: "[]", at: "", says: "is not an object" },
		{ what: "null", text: "null", at: "", says: "is not an object" },
		{ what: "a byte order mark", text: "\uFEFF{}", at: "", says: "byte order mark" },
		{
			what: "a key twice",
			text: '{"name": "a", "lyceum": {}, "na\\u006De": "b"}',
			at: "/name",
			says: '"name" twice'
		},
		{
			what: "a key twice, deep in a list",
			text: '{"x": [{"a": 1}, {"a": "}\\"{", "b": 1, "a": 2}]}',
			at: "/x/1/a",
			says: '"a" twice'
		},
		{
			what: "__proto__ in a key of npm",
			text: '{"scripts": {"__proto__": {"a": 1}}}',
			at: "/scripts/__proto__",
			says: '"__proto__"'
		},
		{
			what: "__proto__ with escapes",
			text: '{"\\u005f_proto__": 1}',
			at: "/__proto__",
			says: '"__proto__"'
		},
		{
			what: "100,000 levels",
			text: `{"x": ${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
			at: `/x${"/0".repeat(30)}`,
			says: "too deep"
		},
		{
			what: "more than 256 KB",
			text: JSON.stringify({ ...LEAST, readme: "x".repeat(MAX_MANIFEST_BYTES) }),
			at: "",
			says: "bytes long"
		}
	];
	for (const { what, text, at, says } of TEXTS) {
		it(`refuses ${what}`, () => {
			const problems = problemsIn(text);
			expect(problems).to.have.length(1);
			expect(problems[0]!.pointer).to.equal(at);
			expect(problems[0]!.message).to.include(says);
		});
	}

	it("takes the same key in different objects, and keys that look like syntax", () => {
		const odd = { a: { a: [{ a: 1 }, { a: 2 }] }, '"},{"a': ':"{', "~/": 1 };
		expect(problemsOf({ odd })).to.deep.equal([]);
	});

	it("takes exactly 256 KB", () => {
		const text = JSON.stringify(LEAST);
		expect(problemsIn(text + " ".repeat(MAX_MANIFEST_BYTES - text.length))).to.deep.equal([]);
	});

	const SCHEMAS: { what: string; settings: object; at: string[]; says: string }[] = [
		{
			what: "a wrong type",
			settings: { properties: { size: { type: "int" } } },
			at: ["/properties/size/type"],
			says: "must be"
		},
		{
			what: "an unknown keyword",
			settings: {
				properties: { size: { type: "integer", minimun: 1 }, other: { type: "string" } }
			},
			at: ["/properties/size"],
			says: 'did you mean "minimum"?'
		},
		{
			what: "two unknown keywords",
			settings: { properties: { a: { typ: "string" }, b: { type: "string", max: 3 } } },
			at: ["/properties/a", "/properties/b"],
			says: "unknown keyword"
		},
		{
			what: "an unknown format",
			settings: { properties: { site: { type: "string", format: "web" } } },
			at: ["/properties/site"],
			says: 'unknown format "web"'
		},
		{
			what: "a broken pattern",
			settings: { properties: { site: { type: "string", pattern: "(" } } },
			at: ["/properties/site"],
			says: "Invalid regular expression"
		},
		{
			what: "a reference to elsewhere",
			settings: { properties: { a: { $ref: "http://example.org/schema" } } },
			at: ["/properties/a"],
			says: "resolve reference"
		},
		{
			what: "another draft",
			settings: { $schema: "http://json-schema.org/draft-07/schema#" },
			at: [""],
			says: "no schema with key"
		},
		{
			what: "an asynchronous schema",
			settings: { $async: true },
			at: ["/$async"],
			says: "unknown key"
		},
		{
			what: "a required setting without a default",
			settings: { required: ["key"], properties: { key: { type: "string" } } },
			at: ["/required/0"],
			says: '"key", which has no default'
		},
		{
			what: "a default of the wrong type",
			settings: { properties: { size: { type: "integer", default: "20" } } },
			at: ["/properties/size/default"],
			says: "must be integer"
		},
		{
			what: "a default object that lacks what it requires",
			settings: {
				properties: {
					mail: {
						type: "object",
						default: {},
						required: ["from"],
						properties: { from: { type: "string" } }
					}
				}
			},
			at: ["/properties/mail/default"],
			says: "/mail/from is missing"
		}
	];
	for (const { what, settings, at, says } of SCHEMAS) {
		it(`refuses settings with ${what}`, () => {
			const problems = problemsOf({ lyceum: { settings: { type: "object", ...settings } } });
			const pointers = at.map(pointer => `/lyceum/settings${pointer}`);
			expect([...new Set(problems.map(problem => problem.pointer))]).to.deep.equal(pointers);
			expect(problems[0]!.message).to.include(says);
		});
	}

	it("takes a required setting that has a default, secrets, formats and unions", () => {
		const manifest = withSettings(
			{
				key: { type: "string", secret: true, default: "" },
				site: { type: ["string", "null"], format: "uri" }
			},
			{ required: ["key"] }
		);
		expect(manifest.settings?.required).to.deep.equal(["key"]);
	});
});

describe("settingsSchema", () => {
	it("allows no settings when the manifest declares none", () => {
		const manifest = parseManifest(JSON.stringify(LEAST), SOURCE);
		const expected = { type: "object", properties: {}, additionalProperties: false };
		expect(settingsSchema(manifest)).to.deep.equal(expected);
	});

	it("closes a declared schema unless it says otherwise", () => {
		expect(settingsSchema(withSettings({})).additionalProperties).to.equal(false);
		const open = withSettings({}, { additionalProperties: true });
		expect(settingsSchema(open).additionalProperties).to.equal(true);
	});
});

describe("checkSettings", () => {
	const manifest = withSettings({
		perPage: { type: "integer", minimum: 1, default: 20 },
		apiKey: { type: "string", secret: true, minLength: 8 },
		mail: {
			type: "object",
			default: {},
			additionalProperties: false,
			properties: { subject: { type: "string", default: "News" } }
		}
	});

	it("fills defaults, nested ones too, without touching what it was given", () => {
		const given = { perPage: 5 };
		const { settings, problems } = checkSettings(manifest, given);
		expect(problems).to.deep.equal([]);
		expect(settings).to.deep.equal({ perPage: 5, mail: { subject: "News" } });
		expect(given).to.deep.equal({ perPage: 5 });
	});

	it("gives defaults alone for no settings", () => {
		const { settings } = checkSettings(manifest, undefined);
		expect(settings).to.deep.equal({ perPage: 20, mail: { subject: "News" } });
	});

	it("gives every caller its own defaults", () => {
		const first = checkSettings(manifest, {}).settings["mail"] as { subject: string };
		first.subject = "changed";
		expect(checkSettings(manifest, {}).settings["mail"]).to.deep.equal({ subject: "News" });
	});

	it("reports every problem with its value and gives no settings", () => {
		const { settings, problems } = checkSettings(manifest, {
			perPage: "5",
			mial: {},
			mail: { x: 1 }
		});
		expect(settings).to.deep.equal({});
		expect(problems.map(problem => problem.pointer)).to.have.members([
			"/perPage",
			"/mial",
			"/mail/x"
		]);
		expect(problems.find(problem => problem.pointer === "/perPage")).to.include({
			value: "5",
			expected: "the type integer"
		});
		const misspelt = problems.find(problem => problem.pointer === "/mial");
		expect(misspelt?.message).to.include('did you mean "mail"?');
	});

	const LEAKS: { what: string; value: unknown; secret: string }[] = [
		{ what: "of a bad secret", value: { apiKey: "hunter2" }, secret: "hunter2" },
		{ what: "of a misspelt secret", value: { apiKye: "hunter2" }, secret: "hunter2" },
		{ what: "of settings that are a list", value: [{ apiKey: "hunter2" }], secret: "hunter2" }
	];
	for (const { what, value, secret } of LEAKS) {
		it(`hides the value ${what}`, () => {
			const { problems } = checkSettings(manifest, value);
			expect(problems).not.to.deep.equal([]);
			expect(JSON.stringify(problems)).not.to.include(secret);
		});
	}

	it("hides the value of a secret that is declared behind a reference", () => {
		const referring = withSettings(
			{ token: { $ref: "#/$defs/token" } },
			{ $defs: { token: { type: "string", secret: true, minLength: 9 } } }
		);
		const { problems } = checkSettings(referring, { token: "hunter2" });
		expect(problems).to.have.length(1);
		expect(problems[0]!.value).to.equal("[secret]");
	});

	it("does not take what every object inherits for a setting", () => {
		const inherited = withSettings({
			constructor: { type: "string" },
			toString: { type: "string" }
		});
		expect(checkSettings(inherited, {}).problems).to.deep.equal([]);
	});

	const UNTAKEN = [
		null,
		[],
		7,
		"text",
		{ constructor: 1 },
		JSON.parse('{"__proto__": {"a": 1}}')
	];
	for (const value of UNTAKEN) {
		it(`refuses ${JSON.stringify(value)}`, () => {
			expect(checkSettings(manifest, value).problems).to.have.length(1);
		});
	}
});

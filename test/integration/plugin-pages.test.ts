/** Pages of plugins as the API has them: compiled at the install, given to who may see them, with trust or without. */
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import {
	pageService,
	pingService,
	uploadForm,
	type PluginSource
} from "../support/plugin-package.ts";

interface ShownPage {
	plugin: string;
	path: string;
	title: { en: string; de?: string };
	kind: string;
	source: string;
	routes: string[];
}

interface Refused {
	code: string;
	detail: string;
	errors: { pointer: string; message: string; expected: string }[];
}

interface Plan {
	needsTrust: boolean;
	adds: { pages: string[]; routes: string[] };
}

const COUNTER = `import { useState } from "react";
import { Page } from "lyceum/console";

export default function Counter() {
	const [count] = useState(0);
	return <Page title="Counter">{count}</Page>;
}
`;

const FRAME = {
	path: "map",
	title: { en: "Map" },
	icon: "hub",
	frame: "pages/map.html",
	right: { action: "read", subject: "Project" }
};

function counter(version: string, module: string, more: Record<string, string> = {}): PluginSource {
	const files = { "pages/Counter.tsx": module, ...more };
	return {
		name: "counter",
		version,
		service: pageService("counter", "pages/Counter.tsx"),
		files
	};
}

function stranger(
	{
		version = "1.0.0",
		permissions = { routes: ["GET /projects"] },
		provides = {}
	}: { version?: string; permissions?: object; provides?: object } = {},
	files: Record<string, string> = { "pages/map.html": "<!doctype html><h1>Map</h1>" }
): PluginSource {
	const lyceum = { permissions, provides: { pages: [FRAME], ...provides } };
	return { name: "stranger", version, service: null, lyceum, files };
}

describe("the pages of plugins", function () {
	this.timeout(60_000);
	let api: TestKernel;
	let admin: Client;
	let ann: Client;

	before(async () => {
		api = await startTestKernel({ plugins: ["projects"] });
		admin = await api.as("admin");
		ann = await api.as("ann");
	});
	after(() => api?.stop());
	afterEach(async () => {
		for (const name of ["counter", "stranger"]) await admin.delete(`/plugins/${name}`);
	});

	const install = async (
		source: PluginSource,
		fields: Record<string, string> = { trust: "in-process" },
		query = ""
	) => admin.post<Refused & Plan>(`/plugins${query}`, await uploadForm(source, fields));

	async function pagesOf(client: Client): Promise<ShownPage[]> {
		return (await client.get<{ pages: ShownPage[] }>("/console")).body.pages;
	}

	async function sourceOf(plugin: string) {
		return `/${(await pagesOf(admin)).find(page => page.plugin === plugin)!.source}`;
	}

	it("are compiled for the console: with its React and its facade, which are no part of them", async () => {
		expect((await install(counter("1.0.0", COUNTER))).status).to.equal(201);
		const source = await sourceOf("counter");
		const { status, headers, text } = await admin.get(source);
		expect(status).to.equal(200);
		expect(headers.get("content-type")).to.equal("text/javascript; charset=utf-8");
		expect(headers.get("cache-control")).to.include("private").and.include("immutable");
		expect(text)
			.to.match(/from"react"/)
			.and.match(/from"lyceum\/console"/);
		expect(text.length).to.be.below(1000);
		expect((await admin.get(`${source}?retry=1`)).status).to.equal(200);
		expect((await admin.get(source.replace("counter.js", "other.js"))).body).to.include({
			status: 404,
			code: "CONSOLE_PAGE_NOT_FOUND"
		});
	});

	it("are for those alone who may see them, as entries and as modules", async () => {
		await install(counter("1.0.0", COUNTER));
		const source = await sourceOf("counter");
		expect((await pagesOf(ann)).map(({ plugin }) => plugin)).to.deep.equal(["projects"]);
		expect((await ann.get(source)).status).to.equal(403);
		expect((await api.guest.get(source)).status).to.equal(401);
		expect((await ann.get(await sourceOf("projects"))).status).to.equal(200);
	});

	it("have another address in each version, and none when their plugin is disabled", async () => {
		await install(counter("1.0.0", COUNTER));
		const before = await sourceOf("counter");
		await install(counter("1.1.0", COUNTER.replace("Counter<", "Other<")));
		const after = await sourceOf("counter");
		expect(after).to.not.equal(before);
		expect((await admin.get(before)).status).to.equal(404);
		await admin.post("/plugins/counter/rollback");
		expect(await sourceOf("counter")).to.equal(before);
		await admin.post("/plugins/counter/disable");
		expect((await pagesOf(admin)).map(({ plugin }) => plugin)).to.not.include("counter");
		expect((await admin.get(before)).status).to.equal(404);
	});

	const broken: [what: string, module: string, pointer: string, expected: RegExp][] = [
		[
			"a tag that is not closed",
			"export default function Counter() {\n\treturn <p>text</b>;\n}\n",
			"pages/Counter.tsx:2:",
			/<\/p>/
		],
		[
			"a package that it does not bring",
			'import { Box } from "@mui/material";\nexport default () => <Box />;\n',
			"pages/Counter.tsx:1:",
			/lyceum\/console/
		],
		[
			"a module of Node",
			'\nimport "node:fs";\nexport default () => null;\n',
			"pages/Counter.tsx:2:",
			/react/
		],
		[
			"a file that is not there",
			'import "./nothing.ts";\nexport default () => null;\n',
			"pages/Counter.tsx:1:",
			/a file that is there/
		],
		[
			"a file outside of the plugin",
			'import "../../../package.json";\nexport default () => null;\n',
			"pages/Counter.tsx:1:",
			/plugin's folder|a file that is there/
		]
	];
	for (const [what, module, pointer, expected] of broken)
		it(`are refused at the install for ${what}: file, line and what was expected`, async () => {
			for (const query of ["?dryRun=true", ""]) {
				const { status, body } = await install(counter("1.0.0", module), undefined, query);
				expect(status).to.equal(422);
				expect(body.code).to.equal("PLUGINS_BAD_PAGES");
				expect(body.errors[0]!.pointer).to.include(pointer);
				expect(body.errors[0]!.expected).to.match(expected);
				expect(body.detail).to.include(pointer);
			}
			expect((await admin.get("/plugins/counter")).status).to.equal(404);
		});

	it("of a version that does not compile leave the version before as it is", async () => {
		await install(counter("1.0.0", COUNTER));
		const before = await sourceOf("counter");
		const { status } = await install(counter("1.1.0", "export default <"));
		expect(status).to.equal(422);
		expect(await sourceOf("counter")).to.equal(before);
		expect((await admin.get(before)).status).to.equal(200);
	});

	it("are refused when they are declared in another form, each place by name", async () => {
		const service = `import { definePlugin } from "lyceum";
export default definePlugin({ name: "counter", pages: [{ path: "A B", title: {}, icon: 1, module: "../x.tsx" }] });
`;
		const { body } = await install({ name: "counter", service });
		expect(body.code).to.equal("PLUGINS_LOAD_FAILED");
		for (const place of ["path", "title.en", "icon", "module", "right"])
			expect(body.detail).to.include(`pages["A B"].${place}`);
	});

	it("of a bundled plugin say what is wrong where they are opened", async () => {
		const other = await startTestKernel({ plugins: ["projects"] });
		try {
			const file = path.join(other.pluginsDir, "projects/pages/Board.tsx");
			await writeFile(file, "export default function Board() {\n\treturn <p>;\n}\n");
			const client = await other.as("admin");
			const [page] = await pagesOf(client);
			const { status, body } = await client.get<Refused>(`/${page!.source}`);
			expect(status).to.equal(422);
			expect(body.code).to.equal("CONSOLE_PAGE_BROKEN");
			expect(body.detail).to.include("pages/Board.tsx:");
		} finally {
			await other.stop();
		}
	});

	it("need no trust when they are frames alone: the plan says so, and what they may ask", async () => {
		const { status, body } = await install(stranger(), {}, "?dryRun=true");
		expect(status).to.equal(200);
		expect(body.needsTrust).to.equal(false);
		expect(body.adds.pages).to.deep.equal(["/admin/pages/stranger/map"]);
		expect(body.adds.routes).to.deep.equal([]);
		expect((await install(stranger(), {})).status).to.equal(201);
		const page = (await pagesOf(ann)).find(({ plugin }) => plugin === "stranger");
		expect(page).to.include({ kind: "frame", path: "map" });
		expect(page!.routes).to.deep.equal(["GET /projects"]);
		expect((await ann.get(`/${page!.source}`)).text).to.include("<h1>Map</h1>");
	});

	it("need trust with any code beside them", async () => {
		const source = stranger();
		const files = { ...source.files, "stranger.service.js": pingService("stranger", "1.0.0") };
		const { status, body } = await install({ ...source, files }, {});
		expect(status).to.equal(403);
		expect(body.code).to.equal("PLUGINS_UNTRUSTED");
	});

	const unsound: [what: string, source: PluginSource, code: string, told: RegExp][] = [
		[
			"code, and no service",
			stranger({}, { "pages/map.html": "x", "lib/evil.js": "" }),
			"PLUGINS_BAD_PACKAGE",
			/no service file/
		],
		[
			"migrations, and no service",
			stranger({}, { "pages/map.html": "x", "migrations/001-evil.ts": "" }),
			"PLUGINS_BAD_PACKAGE",
			/no service file/
		],
		[
			"permissions that only code could use",
			stranger({ permissions: { actions: ["users.list"] } }),
			"PLUGINS_BAD_PACKAGE",
			/permissions\.actions/
		],
		[
			"collections that nothing keeps",
			stranger({ provides: { collections: ["maps"] } }),
			"PLUGINS_BAD_PACKAGE",
			/provides\.collections/
		],
		[
			"routes that are no frame's business",
			stranger({ permissions: { routes: ["POST /plugins"] } }),
			"PLUGINS_BAD_PACKAGE",
			/may not be asked by a frame/
		],
		[
			"routes that change users",
			stranger({ permissions: { routes: ["PATCH /users"] } }),
			"PLUGINS_BAD_PACKAGE",
			/may not be asked by a frame/
		],
		["no file", stranger({}, {}), "PLUGINS_BAD_PAGES", /pages\/map\.html is not there/],
		[
			"a file that is too large",
			stranger({}, { "pages/map.html": randomBytes(1_700_000).toString("base64") }),
			"PLUGINS_BAD_PAGES",
			/at most 2097152 bytes/
		]
	];
	for (const [what, source, code, told] of unsound)
		it(`in frames are refused with ${what}`, async () => {
			const { status, body } = await install(source, {});
			expect(status).to.be.oneOf([400, 422]);
			expect(body.code).to.equal(code);
			expect(body.detail).to.match(told);
			expect((await admin.get("/plugins/stranger")).status).to.equal(404);
		});

	it("in frames ask again when a new version wants to ask for more", async () => {
		await install(stranger(), {});
		const more = {
			version: "1.1.0",
			permissions: { routes: ["GET /projects", "POST /projects"] }
		};
		const { status, body } = await install(stranger(more), {});
		expect(status).to.equal(409);
		expect(body.code).to.equal("PLUGINS_MORE_PERMISSIONS");
		expect(body.detail).to.include("routes POST /projects");
		expect((await install(stranger(more), { acceptPermissions: "true" })).status).to.equal(200);
	});

	it("in frames come and go with their plugin, whose life is like any other's", async () => {
		await install(stranger(), {});
		await admin.post("/plugins/stranger/disable");
		expect((await pagesOf(admin)).map(({ plugin }) => plugin)).to.not.include("stranger");
		const { body } = await admin.post("/plugins/stranger/enable");
		expect(body).to.include({ state: "started" });
		expect((await pagesOf(admin)).map(({ plugin }) => plugin)).to.include("stranger");
		expect((await admin.delete("/plugins/stranger")).status).to.equal(204);
		expect((await pagesOf(admin)).map(({ plugin }) => plugin)).to.not.include("stranger");
	});
});

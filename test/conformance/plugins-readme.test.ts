/** Follows `plugins/README.md` word for word, in a copy of the project that can be thrown away. */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import * as sdk from "../../mixins/index.ts";
import { errors } from "../../services/plugin-manager/errors.ts";
import { parseManifest } from "../../services/plugin-manager/manifest/manifest.ts";
import { manifestSchema } from "../../services/plugin-manager/manifest/schema.ts";
import { readBlocks, type Block } from "../support/markdown.ts";
import { copyProject, type ProjectCopy } from "../support/project-copy.ts";
import { waitUntil } from "../support/wait-until.ts";

const README = path.resolve(import.meta.dirname, "../../plugins/README.md");

const text = await readFile(README, "utf8");
const blocks = readBlocks(text);

describe("plugins/README.md", () => {
	describe("followed from top to bottom", function () {
		this.timeout(120_000);
		let project: ProjectCopy;
		let output = "";
		before(async function () {
			if (process.env.LYCEUM_MISSING?.split(",").includes("curl")) this.skip();
			project = await copyProject();
		});
		after(async () => {
			// There is none when curl is missing.
			if (project) await project.remove();
		});

		for (const [index, block] of blocks.entries()) {
			it(`${index + 1}. ${titleOf(block)}`, () => follow(block));
		}

		async function follow({ language, info, code }: Block) {
			if (language === "sh" && code.includes("npm run dev")) return start(code);
			if (language === "sh") return run(code);
			if (language === "text") return compareTree(code);
			if (info === "manifest") return void parseManifest(code, "README.md");
			if (info === "answer") return compareAnswer(code);
			return save(info, code);
		}

		async function start(command: string) {
			project.start(command);
			await waitUntil("the kernel answers", () => project.answers("//health", 200));
		}

		function run(command: string) {
			const ran = project.run(command);
			expect(ran.status, `${command}\n${ran.stdout}${ran.stderr}`).to.equal(0);
			output = ran.stdout;
		}

		/** What was saved is loaded when the plugin's version is the manifest's and its routes answer. */
		async function save(file: string, code: string) {
			await mkdir(path.join(project.folder, "plugins", path.dirname(file)), {
				recursive: true
			});
			await writeFile(path.join(project.folder, "plugins", file), code);
			if (file.endsWith(".service.ts"))
				await waitUntil(`${file} is loaded`, () =>
					project.serves(path.dirname(file), code)
				);
		}

		function compareAnswer(code: string) {
			expect(JSON.parse(output), output).to.containSubset(JSON.parse(code));
		}

		/** A list of files is one of what the command before has made; the life cycle has no files. */
		async function compareTree(code: string) {
			const [folder, ...lines] = code.trim().split("\n");
			if (!folder!.endsWith("/")) return;
			const listed = lines.map(line => line.trim().split(/\s+/)[0]!);
			const made = path.join(project.folder, folder!);
			const entries = await readdir(made, { recursive: true, withFileTypes: true });
			const files = entries
				.filter(entry => entry.isFile())
				.map(entry => path.relative(made, path.join(entry.parentPath, entry.name)));
			expect(files.sort()).to.deep.equal(listed.sort());
		}
	});

	it("has blocks of known kinds alone", () => {
		for (const { language, info, code } of blocks) {
			const isFile = /^[\w-]+(\/[\w.-]+)+\.(tsx?|json|html)$/.test(info);
			const known =
				["sh", "text"].includes(language) || ["manifest", "answer"].includes(info);
			expect(known || isFile, code).to.equal(true);
		}
	});

	it("names every key of the manifest", () => {
		const { properties } = manifestSchema as { properties: Record<string, Schema> };
		const keys = (schema: Schema) => Object.keys(schema.properties ?? {});
		const lyceum = properties.lyceum!;
		const expected = [
			...keys({ properties }).filter(key => key !== "lyceum"),
			...keys(lyceum),
			...keys(lyceum.properties!.permissions!),
			...keys(lyceum.properties!.provides!)
		];
		const table = sectionOf("The manifest");
		for (const key of expected) expect(table).to.include(`\`${key}\``);
	});

	it("names every value that lyceum exports, and nothing else", () => {
		const rows = sectionOf("What `lyceum` exports").match(/^\| `.*?\|/gm) ?? [];
		const named = rows.flatMap(row => [...row.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
		expect(named.sort()).to.deep.equal(Object.keys(sdk).sort());
	});

	it("names errors and scripts that exist", async () => {
		const types = Object.values(errors).map(({ type }) => type);
		for (const [type] of text.matchAll(/PLUGINS_[A-Z_]+/g)) expect(types).to.include(type);
		const { scripts } = JSON.parse(
			await readFile(path.resolve(import.meta.dirname, "../../package.json"), "utf8")
		) as { scripts: Record<string, string> };
		for (const [, script] of text.matchAll(/npm run ([\w:]+)/g))
			expect(scripts).to.have.property(script!);
	});

	it("names files that exist", () => {
		for (const [, file] of text.matchAll(/`((?:test|mixins)\/[\w./-]+)`/g)) {
			if (file!.startsWith("test/kernel")) continue;
			expect(existsSync(path.resolve(import.meta.dirname, "../..", file!)), file).to.equal(
				true
			);
		}
	});
});

interface Schema {
	properties?: Record<string, Schema>;
}

function sectionOf(heading: string) {
	return text.split(/^## /m).find(section => section.startsWith(heading)) ?? "";
}

function titleOf({ language, info, code }: Block) {
	const [line = ""] = code.split("\n");
	return language === "sh" ? line.slice(0, 60) : `${language} ${info}`.trim();
}

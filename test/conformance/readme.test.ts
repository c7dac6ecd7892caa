/** Follows the `README.md` of the project word for word, and holds what it lists against what is there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { readConfig } from "../../services/kernel/config.ts";
import { endLeftovers, startKernelProcess, type KernelProcess } from "../support/kernel-process.ts";
import { readBlocks, type Block } from "../support/markdown.ts";
import { copyProject, type ProjectCopy } from "../support/project-copy.ts";
import { waitUntil } from "../support/wait-until.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const MAX_WIDTH = 110;
const TOLD_ADDRESS = "http://127.0.0.1:3000";
const TOLD_PASSWORD = "THE-PRINTED-PASSWORD";

const text = readText("README.md");
const blocks = readBlocks(text);
const { scripts } = JSON.parse(readText("package.json")) as { scripts: Record<string, string> };

describe("README.md", () => {
	describe("followed from top to bottom", function () {
		this.timeout(180_000);
		let project: ProjectCopy;
		let kernel: KernelProcess;
		let password = "";
		let output = "";
		before(async function () {
			if (process.env.LYCEUM_MISSING?.split(",").includes("curl")) this.skip();
			project = await copyProject();
		});
		after(async () => {
			await endLeftovers();
			// There is none when curl is missing.
			if (project) await project.remove();
		});

		for (const [index, block] of blocks.entries()) {
			if (block.info !== "whole") it(`${index + 1}. ${titleOf(block)}`, () => follow(block));
		}

		async function follow({ language, info, code }: Block) {
			if (/^npm (start|run dev)$/.test(code.trim())) return start(code.trim());
			if (language === "sh") return run(code);
			if (language === "text") return compareText(code);
			if (info === "answer") return compareAnswer(code);
			return save(info, code);
		}

		/** A kernel that runs is stopped before, as the reader is told. */
		async function start(line: string) {
			if (kernel) expect((await kernel.end("SIGINT")).code).to.equal(0);
			const command = line.split(" ") as [string, ...string[]];
			kernel = await startKernelProcess(project.folder, project.environment, command);
			password ||= kernel.password!;
			output = kernel.out();
		}

		function run(command: string) {
			const ran = project.run(command.replaceAll(TOLD_PASSWORD, password));
			expect(ran.status, `${command}\n${ran.stdout}${ran.stderr}`).to.equal(0);
			output = ran.stdout;
		}

		function compareText(told: string) {
			const own = told.replaceAll(TOLD_ADDRESS, kernel.url).replace(TOLD_PASSWORD, password);
			expect(output).to.include(own);
		}

		/** Of several answers the last one is shown. */
		function compareAnswer(code: string) {
			const last = output.slice(output.lastIndexOf("\n", output.trimEnd().length - 1) + 1);
			const answer = JSON.parse(last.slice(startOfLastObject(last))) as unknown;
			expect(answer, output).to.containSubset(JSON.parse(code));
		}

		async function save(file: string, code: string) {
			const plugin = path.dirname(file);
			await mkdir(path.join(project.folder, "plugins", plugin), { recursive: true });
			await writeFile(path.join(project.folder, "plugins", file), code);
			if (!file.endsWith(".service.ts")) return;
			await waitUntil(`${file} is loaded`, () => project.serves(plugin, code));
		}
	});

	it("has blocks of known kinds alone; what is too long to be run is a script that is there", () => {
		for (const { language, info, code } of blocks) {
			const isFile = /^[\w-]+\/[\w.-]+\.(ts|json)$/.test(info);
			const known = ["sh", "text"].includes(language) || info === "answer" || isFile;
			expect(known, code).to.equal(true);
		}
		const whole = blocks.filter(({ info }) => info === "whole").map(({ code }) => code);
		expect(whole).to.deep.equal(["npm test\n"]);
	});

	it("promises a plugin in 20 lines", () => {
		const { code } = blocks.find(({ info }) => info.endsWith(".service.ts"))!;
		expect(code.trimEnd().split("\n")).to.have.length.at.most(20);
	});

	it("lists every setting with its default, and no other; a node's name is drawn", () => {
		const listed = rowsOf("Settings").map(([name, value]) => [name, value]);
		expect(listed).to.deep.equal(
			settings().map(([name, value]) => [
				`\`${name}\``,
				shownDefault(name === "NODE_ID" ? null : value)
			])
		);
	});

	it("is true about settings that nothing uses", () => {
		const used = sourcesOf("services").filter(file => !file.endsWith("kernel/config.ts"));
		const code = [...used.map(readText), readText("moleculer.config.ts")].join("\n");
		for (const [index, [variable]] of settings().entries()) {
			const key = Object.keys(readConfig({}))[index]!;
			const unused = rowsOf("Settings")[index]![2]!.includes("nothing");
			expect(new RegExp(`\\b${key}\\b`).test(code), variable).to.equal(!unused);
		}
	});

	it("has an example of every setting in .env.example, which is a valid one", () => {
		const lines = readText(".env.example").matchAll(/^# ([A-Z0-9_]+)=(.+)$/gm);
		const examples = [...lines].map(([, name, value]) => [name!, value!] as const);
		expect(examples.map(([name]) => name)).to.deep.equal(settings().map(([name]) => name));
		readConfig(Object.fromEntries(examples));
	});

	it("names every script, and no other", () => {
		const named = rowsOf("The other commands")
			.map(([command]) => /^`npm (?:run )?([\w:-]+)`$/.exec(command!)?.[1])
			.filter(name => name !== undefined);
		expect(named.sort()).to.deep.equal(Object.keys(scripts).sort());
		for (const [, name] of text.matchAll(/npm run ([\w:-]+)/g))
			expect(scripts).to.have.property(name!);
	});

	it("runs scripts that are there", () => {
		for (const script of Object.values(scripts)) {
			const [, file] = /^(?:exec )?node (?:--\S+ )*services\/launch\.mjs (\S+)/.exec(script)!;
			expect(existsSync(path.join(ROOT, file!)), script).to.equal(true);
		}
	});

	it("lists the options of the store, with their defaults", () => {
		const source = readText("services/store/main.ts");
		const options = [
			...source.matchAll(/^\t+"?([\w-]+)"?: \{ type: "string", default: "(.*)" \}/gm)
		];
		const listed = rowsOf("The other commands").filter(([option]) => option!.startsWith("`--"));
		expect(listed.map(([option, value]) => [option, value])).to.deep.equal(
			options.map(([, option, value]) => [`\`--${option}\``, `\`${value}\``])
		);
	});

	it("maps every folder, and no other", () => {
		const listed = rowsOf("The map").map(([folder]) => folder!.replaceAll("`", ""));
		const folders = ["admin", "docs", "plugins", "mixins", "services", "openapi", "test"];
		const inner = ["plugins", "services"].flatMap(parent =>
			foldersOf(parent).map(folder => `${parent}/${folder}`)
		);
		expect(listed.sort()).to.deep.equal([...folders, ...inner].map(name => `${name}/`).sort());
		const known = [...folders, "node_modules", "data", "data-demo", "coverage", "my-plugins"];
		for (const folder of foldersOf(".")) expect(known).to.include(folder);
	});

	for (const [, title, target] of text.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)) {
		it(`has a link "${title!.replaceAll("\n", " ")}" that leads somewhere`, () => {
			const [file, anchor] = target!.split("#");
			expect(existsSync(path.join(ROOT, file!)), target).to.equal(true);
			if (anchor) expect(anchorsOf(readText(file!))).to.include(anchor);
		});
	}

	it("links the README of every folder of the map that has one", () => {
		for (const [folder] of rowsOf("The map")) {
			const file = `${folder!.replaceAll("`", "")}README.md`;
			if (existsSync(path.join(ROOT, file))) expect(text).to.include(`](${file})`);
		}
	});

	it(`is at most ${MAX_WIDTH} characters wide`, () => {
		const wide = text.split("\n").filter(line => line.length > MAX_WIDTH);
		expect(wide).to.deep.equal([]);
	});
});

/** Every variable with the value that it has when nothing is set, in the order in which they are read. */
function settings(): [variable: string, fallback: unknown][] {
	const names: string[] = [];
	const recorder = new Proxy<Record<string, undefined>>(
		{},
		{ get: (_target, name) => void names.push(String(name)) }
	);
	const values = Object.values(readConfig(recorder) as object);
	return names.map((name, index) => [name, values[index]]);
}

function shownDefault(value: unknown) {
	if (value === null || (Array.isArray(value) && value.length === 0)) return "none";
	if (typeof value === "boolean") return value ? "`on`" : "`off`";
	const isPath = typeof value === "string" && path.isAbsolute(value);
	return `\`${isPath ? `./${path.relative(ROOT, value)}` : String(value)}\``;
}

/** The cells of the tables of a section, without their heads. */
function rowsOf(heading: string): string[][] {
	const section = text.split(/^## /m).find(part => part.startsWith(`${heading}\n`)) ?? "";
	const rows = section.match(/^\| [`].*\|$/gm) ?? [];
	return rows.map(row =>
		row
			.slice(1, -1)
			.split(" | ")
			.map(cell => cell.trim())
	);
}

function foldersOf(folder: string) {
	return readdirSync(path.join(ROOT, folder), { withFileTypes: true })
		.filter(entry => entry.isDirectory() && !entry.name.startsWith("."))
		.map(({ name }) => name);
}

function sourcesOf(folder: string) {
	return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
		.filter(file => file.endsWith(".ts"))
		.map(file => path.join(folder, file));
}

/** The anchors that a renderer of Markdown makes of the headings. */
function anchorsOf(markdown: string) {
	return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
		heading!
			.toLowerCase()
			.replace(/[^\w\s-]/g, "")
			.replaceAll(" ", "-")
	);
}

function readText(file: string) {
	return readFileSync(path.join(ROOT, file), "utf8");
}

/** Answers come without line breaks between them: the last one begins where the one before ends. */
function startOfLastObject(line: string) {
	return Math.max(0, line.lastIndexOf("}{") + 1);
}

function titleOf({ language, info, code }: Block) {
	const [line = ""] = code.split("\n");
	return language === "sh" ? line.slice(0, 60) : `${language} ${info}`.trim();
}

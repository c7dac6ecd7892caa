import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { formsOf, rename, singularOf } from "../../plugins/template/names.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const TEMPLATE = path.join(ROOT, "plugins/template/study-notes");
const MOCHA = path.join(ROOT, "node_modules/mocha/bin/mocha.js");

function node(...args: string[]) {
	return spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
}

function create(...args: string[]) {
	return node("plugins/new.ts", ...args);
}

describe("npm run plugin:new", () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-new-"));
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	for (const name of ["book-reviews", "homework"]) {
		it(`makes "${name}", which passes its own tests unchanged`, async function () {
			this.timeout(120_000);
			const made = create(name, "--dir", folder);
			expect(made.status, made.stderr).to.equal(0);
			const target = path.join(folder, name);
			expect(made.stdout).to.include(target);
			const tests = path.join(target, "test", `${name}.test.ts`);
			const run = node(MOCHA, "--no-config", "--timeout", "60000", tests);
			expect(run.status, run.stdout + run.stderr).to.equal(0);
			expect(run.stdout).to.match(/\d\d passing/);
		});
	}

	it("leaves nothing of the template's name, in files nor in their names", async () => {
		expect(create("code-examples", "--dir", folder).status).to.equal(0);
		const target = path.join(folder, "code-examples");
		const entries = await readdir(target, { recursive: true, withFileTypes: true });
		const files = entries
			.filter(entry => entry.isFile())
			.map(entry => path.relative(target, path.join(entry.parentPath, entry.name)));
		expect(files).to.include.members(["package.json", "code-examples.service.ts", "README.md"]);
		expect(files).to.have.length(
			(await readdir(TEMPLATE, { recursive: true })).filter(file => path.extname(file)).length
		);
		for (const file of files)
			expect(file + (await readFile(path.join(target, file), "utf8"))).to.not.match(
				/study.?note/i
			);
	});

	it("makes files that keep the project's style", () => {
		expect(create("code-examples", "--dir", folder).status).to.equal(0);
		const prettier = path.join(ROOT, "node_modules/prettier/bin/prettier.cjs");
		const config = path.join(ROOT, ".prettierrc.json");
		const checked = node(prettier, "--config", config, "--check", `${folder}/**/*.{ts,json}`);
		expect(checked.status, checked.stderr).to.equal(0);
	});

	const refusals: [args: string[], message: string][] = [
		[[], "Expected the name of the plugin, got none"],
		[["one", "two"], "Expected one name, got one, two"],
		[["notes", "--colour"], "Unknown option '--colour'"],
		[["Notes"], 'A plugin cannot be named "Notes": expected at most 64 lower-case letters'],
		[["my_notes"], 'A plugin cannot be named "my_notes"'],
		[["a--b"], 'A plugin cannot be named "a--b"'],
		[["../notes"], 'A plugin cannot be named "../notes"'],
		[["n".repeat(65)], "at most 64"],
		[["projects"], 'A plugin cannot be named "projects": it is taken'],
		[["project"], '"projects" is taken, and its documents are called the same'],
		[["users"], 'A plugin cannot be named "users": it is taken'],
		[["template"], 'A plugin cannot be named "template": it is taken'],
		[["maps"], "its model would be called Map, which is something else already"],
		[["schemas"], "its model would be called Schema"]
	];
	for (const [args, message] of refusals) {
		it(`refuses ${args.join(" ").slice(0, 30) || "no name"}`, async () => {
			const { status, stdout, stderr } = create(...args, "--dir", folder);
			expect(status).to.equal(1);
			expect(stdout).to.equal("");
			expect(stderr).to.include(message).and.not.include("    at ");
			expect(await readdir(folder)).to.deep.equal([]);
		});
	}

	it("leaves a folder alone that is there", async () => {
		await mkdir(path.join(folder, "reviews"));
		await writeFile(path.join(folder, "reviews", "mine.txt"), "mine");
		const { status, stderr } = create("reviews", "--dir", folder);
		expect(status).to.equal(1);
		expect(stderr).to.include("is there already");
		expect(await readdir(path.join(folder, "reviews"))).to.deep.equal(["mine.txt"]);
	});
});

describe("a plugin's name", () => {
	it("has forms for folders, code, errors and people", () => {
		expect(formsOf("study-notes")).to.deep.equal([
			"study-notes",
			"studyNotes",
			"StudyNotes",
			"STUDY_NOTES",
			"study notes",
			"Study notes",
			"study-note",
			"studyNote",
			"StudyNote",
			"STUDY_NOTE",
			"study note",
			"Study note"
		]);
	});

	const singulars: [plural: string, singular: string][] = [
		["notes", "note"],
		["stories", "story"],
		["keys", "key"],
		["boxes", "box"],
		["classes", "class"],
		["branches", "branch"],
		["courses", "course"],
		["glass", "glass"],
		["status", "status"],
		["homework", "homework"],
		["book-reviews", "book-review"]
	];
	for (const [plural, singular] of singulars) {
		it(`makes "${singular}" of "${plural}"`, () => {
			expect(singularOf(plural)).to.equal(singular);
		});
	}

	it("takes the place of each form of the template's", () => {
		expect(
			rename(
				"STUDY_NOTES_A StudyNote studyNotes study-note Study notes",
				"study-notes",
				"maths"
			)
		).to.equal("MATHS_A Math maths math Maths");
	});
});

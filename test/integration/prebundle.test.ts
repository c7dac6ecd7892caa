/**
 * What a start loads as one bundle: the same things by the same names, only for the installation and the files that it
 * was made of, and nothing of it a second time.
 */
import { expect } from "chai";
import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { INDEX_NAME, type BundleIndex } from "../../services/prebundle/bundle-place.ts";
import { PACKAGES } from "../../services/prebundle/packages.ts";
import { writeBundle } from "../../services/prebundle/write-bundle.ts";
import { importsOf, ROOT } from "../support/imports.ts";

const USE_BUNDLE = path.join(ROOT, "services/prebundle/use-bundle.ts");
const START = pathToFileURL(path.join(ROOT, "services/start.ts")).href;

describe("the bundle of a start", function () {
	this.timeout(60_000);
	let folder: string;
	let index: BundleIndex;

	before(async () => {
		// Beside the installed packages, which what is not bundled is imported from.
		const cache = path.join(ROOT, "node_modules/.cache");
		await mkdir(cache, { recursive: true });
		folder = path.join(await mkdtemp(path.join(cache, "test-bundle-")), "bundle");
		await writeBundle(folder);
		index = JSON.parse(await readFile(path.join(folder, INDEX_NAME), "utf8")) as BundleIndex;
	});
	after(() => rm(path.dirname(folder), { recursive: true, force: true }));

	/** Where a kernel would find a package, or a module by its address. */
	async function placeOf(specifier: string) {
		const script = `import { useBundle } from ${JSON.stringify(USE_BUNDLE)};
useBundle(${JSON.stringify(folder)});
console.log(import.meta.resolve(${JSON.stringify(specifier)}));`;
		const args = ["--input-type=module", "--eval", script];
		const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
		return stdout.trim();
	}

	const writeIndex = (changed: Partial<BundleIndex>) =>
		writeFile(path.join(folder, INDEX_NAME), JSON.stringify({ ...index, ...changed }));

	for (const name of PACKAGES)
		it(`exports what the package does: ${name}`, async () => {
			const bundled = await import(
				pathToFileURL(path.join(folder, index.packages[name]!)).href
			);
			const installed = await import(name);
			expect(Object.keys(bundled)).to.have.members(Object.keys(installed));
			for (const key of Object.keys(installed))
				expect(typeof bundled[key], key).to.equal(typeof installed[key]);
		});

	it("has all that the kernel imports of these packages", () => {
		const packages = new Set(PACKAGES.map(nameOf));
		const imports = globSync("{services,mixins}/**/*.ts", {
			cwd: ROOT,
			// The store's own thread loads its packages from where they are installed.
			exclude: ["services/store/embedded/**"]
		}).flatMap(importsOf);
		const wanted = new Set(
			imports
				.filter(({ specifier, typeOnly }) => !typeOnly && packages.has(nameOf(specifier)))
				.map(({ specifier }) => specifier)
		);
		expect([...wanted].sort()).to.deep.equal([...PACKAGES].sort());
	});

	it("is found by a start, and not for what is not in it", async () => {
		expect(await placeOf("mongoose")).to.equal(
			pathToFileURL(path.join(folder, index.packages.mongoose!)).href
		);
		expect(await placeOf("pino")).to.include("/node_modules/pino/");
	});

	it("is left alone once something else is installed, and when it is broken", async () => {
		await writeIndex({ installation: "another" });
		expect(await placeOf("mongoose")).to.include("/node_modules/mongoose/");
		await writeFile(path.join(folder, INDEX_NAME), "{");
		expect(await placeOf("mongoose")).to.include("/node_modules/mongoose/");
		await writeIndex({});
		expect(await placeOf("mongoose")).to.include("/bundle/");
	});

	it("holds our own modules as long as none of their files is changed, gone, or somewhere else", async () => {
		expect(await placeOf(START)).to.include("/bundle/");
		const { root, sources } = index;
		const [file] = Object.keys(sources);
		for (const other of [
			{ sources: { ...sources, [file!]: "0 0" } },
			{ sources: { ...sources, "services/gone.ts": "0 0" } },
			{ root: `${root}-copy` }
		]) {
			await writeIndex(other);
			expect(await placeOf(START)).to.equal(START);
			expect(await placeOf("mongoose")).to.include("/bundle/");
		}
		await writeIndex({});
	});

	it("is all that a kernel loads of our own modules, plugins included", async () => {
		const home = await mkdtemp(path.join(tmpdir(), "lyceum-bundled-"));
		const script = path.join(home, "start.mjs");
		await writeFile(
			script,
			`import { registerHooks } from "node:module";
import { useBundle } from ${JSON.stringify(USE_BUNDLE)};
useBundle(${JSON.stringify(folder)});
registerHooks({
	load(url, context, next) {
		if (/\\/(services|mixins|bundle)\\//.test(url)) console.log("loaded", url);
		return next(url, context);
	}
});
const { run } = await import(${JSON.stringify(START)});
await run({ environment: process.env, watchPlugins: false });
process.kill(process.pid, "SIGTERM");`
		);
		const env = {
			...process.env,
			DATA_DIR: path.join(home, "data"),
			PORT: "0",
			LOG_LEVEL: "error",
			CONSOLE_BUILD: "off"
		};
		const { stdout } = await promisify(execFile)(process.execPath, [script], { env });
		await rm(home, { recursive: true, force: true });
		expect(stdout).to.match(/answers at http/);
		const loaded = [...stdout.matchAll(/^loaded (.+)$/gm)].map(([, url]) => url!);
		expect(loaded.some(url => url.endsWith(index.modules["mixins/index.ts"]!))).to.equal(true);
		expect(loaded.filter(url => !url.includes("/bundle/"))).to.deep.equal([]);
	});
});

function nameOf(specifier: string) {
	return specifier
		.split("/")
		.slice(0, specifier.startsWith("@") ? 2 : 1)
		.join("/");
}

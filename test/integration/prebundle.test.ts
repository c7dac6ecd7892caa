/** The packages of a start as one bundle: the same things by the same names, and only for the installation that it is of. */
import { expect } from "chai";
import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { INDEX_NAME, type BundleIndex } from "../../services/prebundle/bundle-place.ts";
import { PACKAGES } from "../../services/prebundle/packages.ts";
import { writeBundle } from "../../services/prebundle/write-bundle.ts";
import { importsOf, ROOT } from "../support/imports.ts";

const USE_BUNDLE = path.join(ROOT, "services/prebundle/use-bundle.ts");

describe("the bundle of a start's packages", function () {
	this.timeout(60_000);
	let folder: string;
	let index: BundleIndex;

	before(async () => {
		folder = path.join(await mkdtemp(path.join(tmpdir(), "lyceum-packages-")), "bundle");
		await writeBundle(folder);
		index = JSON.parse(await readFile(path.join(folder, INDEX_NAME), "utf8")) as BundleIndex;
	});
	after(() => rm(path.dirname(folder), { recursive: true, force: true }));

	/** Where a kernel would find a package. */
	async function placeOf(specifier: string) {
		const script = `import { useBundle } from ${JSON.stringify(USE_BUNDLE)};
useBundle(${JSON.stringify(folder)});
console.log(import.meta.resolve(${JSON.stringify(specifier)}));`;
		const args = ["--input-type=module", "--eval", script];
		const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
		return stdout.trim();
	}

	for (const name of PACKAGES)
		it(`exports what the package does: ${name}`, async () => {
			const bundled = await import(pathToFileURL(path.join(folder, index.files[name]!)).href);
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
			pathToFileURL(path.join(folder, index.files.mongoose!)).href
		);
		expect(await placeOf("pino")).to.include("/node_modules/pino/");
	});

	it("is left alone once something else is installed, and when it is broken", async () => {
		const file = path.join(folder, INDEX_NAME);
		await writeFile(file, JSON.stringify({ ...index, installation: "another" }));
		expect(await placeOf("mongoose")).to.include("/node_modules/mongoose/");
		await writeFile(file, "{");
		expect(await placeOf("mongoose")).to.include("/node_modules/mongoose/");
		await writeFile(file, JSON.stringify(index));
		expect(await placeOf("mongoose")).to.include("/bundle/");
	});
});

function nameOf(specifier: string) {
	return specifier
		.split("/")
		.slice(0, specifier.startsWith("@") ? 2 : 1)
		.join("/");
}

import { expect } from "chai";
import {
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	symlinkSync,
	utimesSync,
	writeFileSync
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
	type PluginPackage,
	extractPackage,
	readPackage
} from "../../../../../services/plugin-manager/package/package.ts";
import { HONEST, packageOf } from "./tarballs.ts";

describe("extractPackage", () => {
	let root: string;
	let folder: string;
	let pkg: PluginPackage;

	beforeEach(async () => {
		root = mkdtempSync(path.join(tmpdir(), "extract-test-"));
		folder = path.join(root, "notes", "1.2.3");
		const more = [
			{ path: "package/lib/deep/a.ts", body: "a", mode: 0o4777 },
			{ path: "package/empty.ts" }
		];
		pkg = await readPackage(packageOf([...HONEST, ...more]));
	});

	afterEach(() => rmSync(root, { recursive: true }));

	function expectExtracted() {
		for (const [name, bytes] of pkg.files) {
			const file = path.join(folder, name);
			expect(readFileSync(file).equals(bytes), name).to.equal(true);
			expect(lstatSync(file).isFile(), name).to.equal(true);
		}
		const names = readdirSync(folder, { recursive: true }).sort();
		const wanted = [...pkg.files.keys(), "lib", path.join("lib", "deep")];
		expect(names).to.deep.equal(wanted.sort());
		expect(readdirSync(path.dirname(folder))).to.deep.equal([path.basename(folder)]);
	}

	it("writes every file and leaves nothing beside the folder", async () => {
		await extractPackage(pkg, folder);
		expectExtracted();
	});

	it("gives files the mode 0644, whatever the package or the umask says", async () => {
		const umask = process.umask(0o077);
		try {
			await extractPackage(pkg, folder);
		} finally {
			process.umask(umask);
		}
		for (const name of pkg.files.keys()) {
			expect(statSync(path.join(folder, name)).mode & 0o7777, name).to.equal(0o644);
		}
	});

	it("does nothing when the folder is already right", async () => {
		await extractPackage(pkg, folder);
		const before = statSync(folder).ino;
		utimesSync(path.join(folder, "package.json"), 1, 1);
		await extractPackage(pkg, folder);
		expect(statSync(folder).ino).to.equal(before);
		expect(statSync(path.join(folder, "package.json")).mtimeMs).to.equal(1000);
	});

	const DAMAGES: { what: string; damage: () => void }[] = [
		{ what: "a changed file", damage: () => writeFileSync(path.join(folder, "empty.ts"), "x") },
		{ what: "a lost file", damage: () => rmSync(path.join(folder, "lib/deep/a.ts")) },
		{ what: "a file too many", damage: () => writeFileSync(path.join(folder, "b.ts"), "x") },
		{
			what: "a link in a file's place",
			damage: () => {
				writeFileSync(path.join(root, "elsewhere"), "a");
				rmSync(path.join(folder, "lib/deep/a.ts"));
				symlinkSync(path.join(root, "elsewhere"), path.join(folder, "lib/deep/a.ts"));
			}
		},
		{
			what: "a file in the folder's place",
			damage: () => {
				rmSync(folder, { recursive: true });
				writeFileSync(folder, "x");
			}
		}
	];
	for (const { what, damage } of DAMAGES) {
		it(`replaces a folder that has ${what}`, async () => {
			await extractPackage(pkg, folder);
			damage();
			await extractPackage(pkg, folder);
			expectExtracted();
		});
	}

	it("does not write through a link in the folder's place", async () => {
		const elsewhere = path.join(root, "elsewhere");
		mkdirSync(elsewhere);
		mkdirSync(path.dirname(folder));
		symlinkSync(elsewhere, folder);
		await extractPackage(pkg, folder);
		expectExtracted();
		expect(readdirSync(elsewhere)).to.deep.equal([]);
	});

	it("may run many times at once", async () => {
		await Promise.all(Array.from({ length: 8 }, () => extractPackage(pkg, folder)));
		expectExtracted();
	});

	it("leaves nothing behind when it fails", async () => {
		const files = new Map([...pkg.files, ["lib/deep/a.ts/b.ts", Buffer.from("b")] as const]);
		let failure: unknown;
		await extractPackage({ files }, folder).catch((error: unknown) => (failure = error));
		expect(failure).to.be.instanceOf(Error);
		expect(existsSync(folder)).to.equal(false);
		expect(readdirSync(path.dirname(folder))).to.deep.equal([]);
	});
});

import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { createGzip, gzipSync } from "node:zlib";
import ssri from "ssri";
import { create } from "tar";
import { ManifestError } from "../../../../../services/plugin-manager/manifest/manifest.ts";
import {
	PACKAGE_LIMITS,
	PackageError,
	type PackageLimits,
	type PluginPackage,
	readPackage
} from "../../../../../services/plugin-manager/package/package.ts";
import { type Entry, HONEST, MANIFEST, packageOf, packageWith, tarOf } from "./tarballs.ts";

async function refusal(reading: Promise<PluginPackage>): Promise<PackageError> {
	try {
		await reading;
	} catch (error) {
		expect(error).to.be.instanceOf(PackageError);
		return error as PackageError;
	}
	throw new Error("The package was accepted");
}

function refusalOf(...more: Entry[]): Promise<PackageError> {
	return refusal(readPackage(packageOf([...HONEST, ...more])));
}

/** Never ends; counts what was taken from it. */
function endless(chunk: () => Buffer): { source: Readable; taken: () => number } {
	let taken = 0;
	const source = new Readable({
		read() {
			const bytes = chunk();
			taken += bytes.length;
			this.push(bytes);
		}
	});
	return { source, taken: () => taken };
}

describe("readPackage", () => {
	describe("of an honest package", () => {
		it("gives manifest, files, sizes and integrity", async () => {
			const bytes = packageOf(HONEST);
			const { manifest, files, integrity, packedBytes, unpackedBytes } =
				await readPackage(bytes);
			expect(manifest).to.include({ name: "notes", version: "1.2.3" });
			expect([...files.keys()]).to.deep.equal(["package.json", "notes.service.js"]);
			expect(files.get("notes.service.js")!.toString()).to.equal(HONEST[1]!.body);
			expect(ssri.checkData(bytes, integrity)).to.be.an("object");
			expect(integrity).to.match(/^sha512-/);
			expect(packedBytes).to.equal(bytes.length);
			expect(unpackedBytes).to.equal(`${HONEST[0]!.body}${HONEST[1]!.body}`.length);
		});

		for (const size of [1, 7, 511, 4096]) {
			it(`reads a stream in pieces of ${size} bytes`, async () => {
				const body = randomBytes(10_000);
				const bytes = packageOf([...HONEST, { path: "package/a.bin", body }]);
				const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
					bytes.subarray(index * size, (index + 1) * size)
				);
				const { files, integrity } = await readPackage(Readable.from(pieces));
				expect(files.get("a.bin")!.equals(body)).to.equal(true);
				expect(integrity).to.equal(
					ssri.fromData(bytes, { algorithms: ["sha512"] }).toString()
				);
			});
		}

		it("reads empty files, folders, long paths and a bundled dependency with scripts", async () => {
			const longPath = `package/${"long-folder/".repeat(15)}file.ts`;
			const dependency = { name: "x", scripts: { install: "node-gyp", prepare: "husky" } };
			const { files } = await readPackage(
				packageOf([
					...HONEST,
					{ path: "package/", type: "Directory" },
					{ path: "package/test/", type: "Directory" },
					{ path: "package/test/empty.ts" },
					{ path: "package/short", longPath, body: "long" },
					{
						path: "package/node_modules/x/package.json",
						body: JSON.stringify(dependency)
					},
					{
						path: "package/übung.md",
						longPath: "package/übung.md".normalize("NFC"),
						body: "ü"
					}
				])
			);
			expect(files.get("test/empty.ts")!.length).to.equal(0);
			expect(files.get(longPath.replace("package/", ""))!.toString()).to.equal("long");
			expect([...files.keys()]).to.include.members([
				"node_modules/x/package.json",
				"übung.md"
			]);
		});

		it("reads what tar and npm pack make", async function () {
			this.timeout(20_000);
			const folder = mkdtempSync(path.join(tmpdir(), "package-test-"));
			try {
				mkdirSync(path.join(folder, "package", "migrations"), { recursive: true });
				const names = ["package.json", "notes.service.ts", "migrations/0001-first.ts"];
				for (const name of names) {
					const text =
						name === "package.json" ? JSON.stringify(MANIFEST) : "export {};\n";
					writeFileSync(path.join(folder, "package", name), text);
				}
				await create({ gzip: true, cwd: folder, file: path.join(folder, "t.tgz") }, [
					"package"
				]);
				execFileSync("npm", ["pack", "--offline", "--pack-destination", folder], {
					cwd: path.join(folder, "package"),
					stdio: "ignore"
				});
				for (const tarball of ["t.tgz", "notes-1.2.3.tgz"]) {
					const { files } = await readPackage(readFileSync(path.join(folder, tarball)));
					expect([...files.keys()], tarball).to.have.members(names);
				}
			} finally {
				rmSync(folder, { recursive: true });
			}
		});

		it("skips what follows the end of the archive", async () => {
			const after = tarOf([{ path: "package/late.ts", body: "late" }]);
			const tar = Buffer.concat([tarOf(HONEST), Buffer.alloc(200_000), after]);
			const { files } = await readPackage(gzipSync(tar));
			expect([...files.keys()]).not.to.include("late.ts");
		});
	});

	it("does not hang on many megabytes behind the end of the archive", async function () {
		this.timeout(30_000);
		const bytes = gzipSync(Buffer.concat([tarOf(HONEST), Buffer.alloc(60_000_000)]));
		expect((await readPackage(bytes, { ratio: 1e6 })).files.size).to.equal(2);
	});

	describe("refuses entries:", () => {
		const PATHS: { path: string; expected: string }[] = [
			{ path: "/etc/passwd", expected: "a relative path" },
			{ path: "package/../../etc/passwd", expected: 'no ".."' },
			{ path: "../package.json", expected: 'no ".."' },
			{ path: "package/a/..", expected: 'no ".."' },
			{ path: "package\\a.ts", expected: "no backslashes" },
			{ path: "package/..\\a.ts", expected: "no backslashes" },
			{ path: "C:/a.ts", expected: "no drive letter" },
			{ path: "c:a.ts", expected: "no drive letter" },
			{ path: "package/a.ts:stream", expected: "none of" },
			{ path: "package/what?.ts", expected: "none of" },
			{ path: "package//a.ts", expected: "no empty names" },
			{ path: "package/./a.ts", expected: "no empty names" },
			{ path: "package/con", expected: "device names" },
			{ path: "package/lib/NUL.ts", expected: "device names" },
			{ path: "package/com1.service.ts", expected: "device names" },
			{ path: "package/a.ts.", expected: "end in a dot or space" },
			{ path: "package/lib /a.ts", expected: "end in a dot or space" },
			{ path: "package/a\nb.ts", expected: "no control characters" },
			{ path: "package/e\u0301.ts", expected: "NFC" },
			{ path: "package/\uFFFD.ts", expected: "UTF-8" },
			{ path: "a.ts", expected: 'starts with "package/"' },
			{ path: "other/a.ts", expected: 'starts with "package/"' },
			{ path: "Package/a.ts", expected: 'starts with "package/"' },
			{ path: "package", expected: 'starts with "package/"' },
			{ path: "packages/a.ts", expected: 'starts with "package/"' }
		];
		for (const { path, expected } of PATHS) {
			it(JSON.stringify(path), async () => {
				const error = await refusalOf({ path, body: "x" });
				expect(error.code).to.equal("PACKAGE_PATH");
				expect(error.problems[0]).to.include({ path, value: path });
				expect(error.problems[0]!.expected).to.include(expected);
			});
		}

		it("a bad path that only the extended header has", async () => {
			const error = await refusalOf({
				path: "package/a.ts",
				longPath: "../../a.ts",
				body: "x"
			});
			expect(error.code).to.equal("PACKAGE_PATH");
			expect(error.problems[0]!.path).to.equal("../../a.ts");
		});

		it("a folder with a bad path", async () => {
			const error = await refusalOf({ path: "package/../lib/", type: "Directory" });
			expect(error.code).to.equal("PACKAGE_PATH");
		});

		const TYPES: Entry[] = [
			{ path: "package/a", type: "SymbolicLink", linkpath: "/etc/passwd" },
			{ path: "package/a", type: "SymbolicLink", linkpath: "notes.service.js" },
			{ path: "package/a", type: "Link", linkpath: "package/package.json" },
			{ path: "package/a", type: "CharacterDevice" },
			{ path: "package/a", type: "BlockDevice" },
			{ path: "package/a", type: "FIFO" },
			{ path: "package/a", type: "SparseFile" },
			{ path: "package/a", type: "GNUDumpDir" },
			{ path: "package/a", type: "ContinuationFile" }
		];
		for (const entry of TYPES) {
			it(`a ${entry.type}${entry.linkpath ? ` to ${entry.linkpath}` : ""}`, async () => {
				const error = await refusalOf(entry);
				expect(error.code).to.equal("PACKAGE_ENTRY");
				expect(error.problems[0]).to.include({ path: entry.path, value: entry.type });
			});
		}

		const DUPLICATES: { what: string; paths: [string, string]; at: string }[] = [
			{ what: "a file twice", paths: ["a.ts", "a.ts"], at: "a.ts" },
			{ what: "a file in another case", paths: ["a.ts", "A.ts"], at: "A.ts" },
			{ what: "a folder in another case", paths: ["lib/a.ts", "Lib/b.ts"], at: "Lib" },
			{ what: "a file as a folder", paths: ["a", "a/b.ts"], at: "a" },
			{ what: "a folder as a file", paths: ["a/b.ts", "a"], at: "a" },
			{ what: "letters that fold to one", paths: ["s.ts", "\u017F.ts"], at: "\u017F.ts" }
		];
		for (const { what, paths, at } of DUPLICATES) {
			it(what, async () => {
				const entries = paths.map(path => ({
					path: "package/x",
					longPath: `package/${path}`
				}));
				const error = await refusalOf(...entries);
				expect(error.code).to.equal("PACKAGE_DUPLICATE");
				expect(error.problems[0]!.path).to.equal(at);
			});
		}
	});

	describe("refuses contents:", () => {
		for (const script of ["preinstall", "install", "postinstall", "prepare", "prepublish"]) {
			it(`the script "${script}"`, async () => {
				const scripts = { [script]: "node evil.js", test: "mocha" };
				const error = await refusal(readPackage(packageWith({ scripts })));
				expect(error.code).to.equal("PACKAGE_CONTENTS");
				expect(error.problems).to.have.length(1);
				expect(error.problems[0]).to.include({
					path: "package.json",
					pointer: `/scripts/${script}`,
					value: "node evil.js"
				});
			});
		}

		for (const addon of [
			"build/fast.node",
			"binding.gyp",
			"node_modules/x/binding.gyp",
			"A.NODE"
		]) {
			it(`the addon ${addon}`, async () => {
				const error = await refusalOf({ path: `package/${addon}`, body: "x" });
				expect(error.code).to.equal("PACKAGE_CONTENTS");
				expect(error.problems[0]!.path).to.equal(addon);
			});
		}

		it("no service file, by the names that it may have", async () => {
			const error = await refusal(readPackage(packageOf(HONEST.slice(0, 1))));
			expect(error.code).to.equal("PACKAGE_CONTENTS");
			expect(error.message).to.include('"notes.service.ts" or "notes.service.js"');
		});

		it("a service file in a folder or of another name", async () => {
			const elsewhere = ["package/src/notes.service.ts", "package/note.service.ts"];
			const entries = [HONEST[0]!, ...elsewhere.map(path => ({ path, body: "x" }))];
			expect((await refusal(readPackage(packageOf(entries)))).code).to.equal(
				"PACKAGE_CONTENTS"
			);
		});

		it("no package.json", async () => {
			const error = await refusal(readPackage(packageOf(HONEST.slice(1))));
			expect(error.code).to.equal("PACKAGE_CONTENTS");
			expect(error.message).to.include("package.json");
		});

		it("all faults at once", async () => {
			const body = JSON.stringify({ ...MANIFEST, scripts: { install: "x", prepare: "x" } });
			const entries = [{ path: "package/package.json", body }, { path: "package/a.node" }];
			const error = await refusal(readPackage(packageOf(entries)));
			expect(error.problems).to.have.length(4);
		});

		const MANIFESTS: { what: string; body: string | Buffer; says: string }[] = [
			{
				what: "with an unknown key",
				body: '{"lyceum": {"titel": 1}}',
				says: "/lyceum/titel"
			},
			{ what: "that is not JSON", body: "{", says: "is not JSON" },
			{ what: "with a byte order mark", body: "\uFEFF{}", says: "byte order mark" },
			{ what: "that is not UTF-8", body: Buffer.from([0x7b, 0xff, 0x7d]), says: "UTF-8" },
			{ what: "that is too long", body: " ".repeat(300_000), says: "bytes long" }
		];
		for (const { what, body, says } of MANIFESTS) {
			it(`a manifest ${what}`, async () => {
				const bytes = packageOf([{ path: "package/package.json", body }, HONEST[1]!]);
				try {
					await readPackage(bytes);
					expect.fail("The package was accepted");
				} catch (error) {
					expect(error).to.be.instanceOf(ManifestError);
					expect((error as ManifestError).message).to.include(says);
				}
			});
		}
	});

	describe("refuses bytes:", () => {
		const honest = packageOf(HONEST);
		const damaged = tarOf(HONEST);
		damaged[600]! ^= 1;
		damaged[10]! ^= 1;
		const BYTES: { what: string; bytes: Buffer }[] = [
			{ what: "none", bytes: Buffer.alloc(0) },
			{ what: "text", bytes: Buffer.from("hello, world".repeat(100)) },
			{ what: "a zip", bytes: Buffer.from("PK\u0003\u0004".padEnd(1000)) },
			{ what: "a tar without gzip", bytes: tarOf(HONEST) },
			{ what: "gzip of nothing", bytes: gzipSync("") },
			{ what: "gzip of text", bytes: gzipSync("hello, world".repeat(100)) },
			{ what: "gzip in gzip", bytes: gzipSync(honest) },
			{ what: "gzip cut short", bytes: honest.subarray(0, -20) },
			{
				what: "gzip with a wrong checksum",
				bytes: Buffer.concat([honest.subarray(0, -8), Buffer.alloc(8)])
			},
			{ what: "a tar without its end", bytes: gzipSync(tarOf(HONEST, false)) },
			{ what: "a tar cut within a file", bytes: gzipSync(tarOf(HONEST).subarray(0, 600)) },
			{ what: "a tar with a damaged header", bytes: gzipSync(damaged) },
			{ what: "an empty tar", bytes: gzipSync(Buffer.alloc(1024)) }
		];
		for (const { what, bytes } of BYTES) {
			it(what, async () => {
				const error = await refusal(readPackage(bytes));
				expect(error.code).to.equal("PACKAGE_ARCHIVE");
			});
		}

		it("of a source that fails, with its own error", async () => {
			const source = new Readable({ read() {} });
			source.push(honest.subarray(0, 50));
			const reading = readPackage(source);
			source.destroy(new Error("connection lost"));
			try {
				await reading;
				expect.fail("The package was accepted");
			} catch (error) {
				expect((error as Error).message).to.equal("connection lost");
			}
		});
	});

	describe("keeps to its limits:", () => {
		const LIMITS: { limit: keyof PackageLimits; most: number; bytes: Buffer }[] = [
			{ limit: "packedBytes", most: 100, bytes: packageOf(HONEST) },
			{ limit: "unpackedBytes", most: 3000, bytes: packageOf(HONEST) },
			{ limit: "files", most: 1, bytes: packageOf(HONEST) },
			{ limit: "pathLength", most: 12, bytes: packageOf(HONEST) },
			{
				limit: "depth",
				most: 2,
				bytes: packageOf([...HONEST, { path: "package/a/b/c.ts", body: "x" }])
			},
			{
				limit: "ratio",
				most: 50,
				bytes: packageOf([...HONEST, { path: "package/a", body: Buffer.alloc(2_000_000) }])
			}
		];
		for (const { limit, most, bytes } of LIMITS) {
			it(`${limit}, named with what was found and allowed`, async () => {
				const error = await refusal(readPackage(bytes, { [limit]: most }));
				expect(error.code).to.equal("PACKAGE_LIMIT");
				const [problem] = error.problems;
				expect(problem!.expected).to.equal(`${limit} of at most ${most}`);
				expect(problem!.value).to.be.above(most);
				expect(error.message).to.include(limit).and.to.include(String(problem!.value));
			});
		}

		it("takes what is exactly at its limits", async () => {
			const bytes = packageOf(HONEST);
			const limits = {
				packedBytes: bytes.length,
				unpackedBytes: 3072,
				files: 2,
				pathLength: 16,
				depth: 1
			};
			expect((await readPackage(bytes, limits)).files.size).to.equal(2);
		});

		it("counts a path in bytes", async () => {
			const longPath = `package/${"ü".repeat(9)}`;
			const bytes = packageOf([...HONEST, { path: "package/x", longPath }]);
			const error = await refusal(readPackage(bytes, { pathLength: 17 }));
			expect(error.problems[0]!.value).to.equal(18);
		});

		it("counts folders as files", async () => {
			const folders = Array.from({ length: 5001 }, (_, index) => ({
				path: `package/${index}/`,
				type: "Directory" as const
			}));
			const error = await refusal(readPackage(packageOf(folders)));
			expect(error.problems[0]).to.include({ value: PACKAGE_LIMITS.files + 1 });
		});

		it("refuses a file that claims 10 GB at its header", async () => {
			const header = { path: "package/huge", size: 10 * 1024 ** 3, body: "x" };
			const error = await refusalOf(header);
			expect(error.code).to.equal("PACKAGE_LIMIT");
			expect(error.problems[0]).to.include({ path: "huge", value: 10 * 1024 ** 3 });
		});

		it("refuses extended headers of megabytes", async () => {
			const longPath = `package/${"x".repeat(1_000_000)}`;
			const error = await refusalOf({ path: "package/x", longPath });
			expect(error.code).to.equal("PACKAGE_ENTRY");
		});

		it("refuses a path that is too long to show", async () => {
			const longPath = `package/${"x".repeat(10_000)}`;
			const error = await refusalOf({ path: "package/x", longPath });
			expect(error.code).to.equal("PACKAGE_LIMIT");
			expect(error.message).to.have.length.below(500);
		});

		it("stops an endless upload at the limit", async () => {
			const block = gzipSync(randomBytes(100_000), { level: 0 });
			// A first file that claims as much as is allowed, and never ends.
			const head = gzipSync(tarOf([{ path: "package/a", size: 100 * 1024 ** 2 }], false));
			let first = true;
			const { source, taken } = endless(() => {
				if (!first) return block;
				first = false;
				return head;
			});
			const error = await refusal(readPackage(source, { packedBytes: 3_000_000 }));
			expect(error.problems[0]!.expected).to.include("packedBytes");
			expect(source.destroyed).to.equal(true);
			expect(taken()).to.be.below(4_000_000);
		});

		it("stops an endless upload behind a whole package", async () => {
			const honest = packageOf(HONEST);
			let first = true;
			const { source, taken } = endless(() => {
				if (!first) return Buffer.alloc(100_000);
				first = false;
				return honest;
			});
			const error = await refusal(readPackage(source, { packedBytes: 3_000_000 }));
			expect(error.code).to.equal("PACKAGE_LIMIT");
			expect(source.destroyed).to.equal(true);
			expect(taken()).to.be.below(4_000_000);
		});

		it("stops a gzip bomb of zeros, which are the end of an archive", async () => {
			const zeros = endless(() => Buffer.alloc(1_000_000));
			const error = await refusal(readPackage(zeros.source.pipe(createGzip({ level: 9 }))));
			zeros.source.destroy();
			expect(error.problems[0]!.expected).to.equal("ratio of at most 100");
			expect(zeros.taken()).to.be.below(PACKAGE_LIMITS.unpackedBytes);
		});

		it("stops a gzip bomb that is a file", async () => {
			const head = tarOf([{ path: "package/a", size: PACKAGE_LIMITS.unpackedBytes }], false);
			let first = true;
			const zeros = endless(() => {
				if (!first) return Buffer.alloc(1_000_000);
				first = false;
				return head;
			});
			const error = await refusal(readPackage(zeros.source.pipe(createGzip({ level: 9 }))));
			zeros.source.destroy();
			expect(error.problems[0]!.expected).to.equal("ratio of at most 100");
			expect(zeros.taken()).to.be.below(PACKAGE_LIMITS.unpackedBytes);
		});
	});
});

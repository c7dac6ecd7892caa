import { createRequire } from "node:module";
import type { Parser, ReadEntry } from "tar";
import { PackageError, packageProblem } from "./error.ts";
import { type PackageLimits, checkLimit } from "./limits.ts";
import { PathRegistry, packagePath } from "./paths.ts";

const require = createRequire(import.meta.url);

const FILE_TYPES = new Set(["File", "OldFile", "ContiguousFile"]);

/** Room for the longest path that is allowed and for dates; real extended headers take 200 bytes. */
const MAX_EXTENDED_HEADER_BYTES = 16 * 1024;

/** Collects the files of a tar archive that is written to it piece by piece; throws at the first fault. */
export class ArchiveReader {
	readonly files = new Map<string, Buffer>();
	readonly #limits: PackageLimits;
	readonly #paths = new PathRegistry();
	readonly #parser: Parser;
	#entries = 0;
	#started = false;
	#ended = false;
	#fault: unknown;

	constructor(limits: PackageLimits) {
		this.#limits = limits;
		// Loaded with the first package, and at once, so that no fault of its stream goes unheard meanwhile.
		const { Parser } = require("tar") as typeof import("tar");
		// Plain tar only: the parser would otherwise decompress what claims to be compressed once more.
		this.#parser = new Parser({
			strict: true,
			brotli: false,
			zstd: false,
			maxMetaEntrySize: MAX_EXTENDED_HEADER_BYTES
		});
		this.#parser.on("entry", (entry: ReadEntry) => this.#guard(() => this.#takeEntry(entry)));
		this.#parser.on("ignoredEntry", (entry: ReadEntry) =>
			this.#guard(() => refuseType(entry.path, entry.type))
		);
		this.#parser.on("error", (error: Error) => this.#guard(() => refuseArchive(error)));
		this.#parser.on("eof", () => (this.#ended = true));
	}

	/** Takes the next piece. What follows the end of the archive is skipped, as every tar does. */
	write(chunk: Buffer): void {
		// The parser would keep it, and copy all of it again with every piece: minutes for 60 MB.
		if (this.#ended) return;
		if (!this.#started) refuseNestedGzip(chunk);
		this.#started = true;
		this.#guard(() => this.#parser.write(chunk));
		this.#throwFault();
	}

	/** Says that there is nothing more; throws when the archive is cut short. */
	end(): void {
		this.#guard(() => this.#parser.end());
		this.#throwFault();
		if (!this.#ended) refuseArchive(new Error("the end of the archive is missing"));
	}

	/** Keeps the first fault: one thrown inside of the parser's events would leave it half way. */
	#guard(action: () => void): void {
		try {
			action();
		} catch (error) {
			this.#fault ??= error;
		}
	}

	#throwFault(): void {
		if (this.#fault) throw this.#fault as Error;
	}

	#takeEntry(entry: ReadEntry): void {
		// After a fault entries are only let through, so that the parser comes to its end.
		if (this.#fault) return entry.resume();
		try {
			const path = this.#checkEntry(entry);
			if (path === undefined) entry.resume();
			else this.#collect(path, entry);
		} catch (error) {
			entry.resume();
			throw error;
		}
	}

	/** Gives the path of a file, undefined for a folder. */
	#checkEntry(entry: ReadEntry): string | undefined {
		const isFolder = entry.type === "Directory";
		if (!isFolder && !FILE_TYPES.has(entry.type)) refuseType(entry.path, entry.type);
		checkLimit(this.#limits, "files", ++this.#entries);
		const path = packagePath(entry.path, isFolder, this.#limits);
		// The size is only a claim, but one that is too large need not be read to be refused.
		checkLimit(this.#limits, "unpackedBytes", entry.size, path);
		if (path !== "") this.#paths.add(path, isFolder ? "folder" : "file");
		return isFolder ? undefined : path;
	}

	#collect(path: string, entry: ReadEntry): void {
		const chunks: Buffer[] = [];
		entry.on("data", (chunk: Buffer) => chunks.push(chunk));
		entry.on("end", () => this.files.set(path, Buffer.concat(chunks)));
	}
}

function refuseType(path: string, type: string): never {
	const expected = "files and folders only: no links, devices or pipes";
	throw new PackageError("PACKAGE_ENTRY", [packageProblem(path, `is a ${type}`, type, expected)]);
}

function refuseNestedGzip(chunk: Buffer): void {
	if (chunk[0] === 0x1f && chunk[1] === 0x8b) refuseArchive(new Error("it is compressed twice"));
}

/** Refuses bytes that are no gzipped tar archive, or only the beginning of one. */
export function refuseArchive(cause: Error): never {
	const message = `is not a whole .tgz archive: ${cause.message}`;
	const expected = "a .tgz as npm pack makes it";
	throw new PackageError("PACKAGE_ARCHIVE", [packageProblem("", message, undefined, expected)], {
		cause
	});
}

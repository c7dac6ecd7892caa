import { PackageError, packageProblem } from "./error.ts";

const MEGABYTE = 1024 * 1024;

/** How large a package may be. */
export interface PackageLimits {
	/** Bytes of the uploaded .tgz. */
	packedBytes: number;
	/** Bytes of the archive once decompressed, its headers and padding included. */
	unpackedBytes: number;
	/** Files and folders. */
	files: number;
	/** Bytes of a path, without "package/". */
	pathLength: number;
	/** Folders and file name of a path. */
	depth: number;
	/** Decompressed bytes for each packed byte; text rarely passes 20, a gzip bomb comes near 1,000. */
	ratio: number;
}

export const PACKAGE_LIMITS: Readonly<PackageLimits> = {
	packedBytes: 32 * MEGABYTE,
	unpackedBytes: 128 * MEGABYTE,
	files: 5000,
	pathLength: 240,
	depth: 20,
	ratio: 100
};

/** Below this the padding of a small archive alone, which is zeros, gives a high ratio. */
const RATIO_MATTERS_BYTES = MEGABYTE;

/** Throws when what was found is over the limit; names the limit, its value and what was found. */
export function checkLimit(
	limits: PackageLimits,
	limit: keyof PackageLimits,
	found: number,
	path = ""
): void {
	if (found <= limits[limit]) return;
	const most = limits[limit];
	const message = `goes over the limit ${limit}: ${found} found, at most ${most} allowed`;
	const expected = `${limit} of at most ${most}`;
	throw new PackageError("PACKAGE_LIMIT", [packageProblem(path, message, found, expected)]);
}

/** Counts what is read on both sides of the decompression, and stops it at the first byte too many. */
export class ByteMeter {
	readonly #limits: PackageLimits;
	packedBytes = 0;
	unpackedBytes = 0;

	constructor(limits: PackageLimits) {
		this.#limits = limits;
	}

	countPacked(bytes: number): void {
		this.packedBytes += bytes;
		checkLimit(this.#limits, "packedBytes", this.packedBytes);
	}

	countUnpacked(bytes: number): void {
		this.unpackedBytes += bytes;
		checkLimit(this.#limits, "unpackedBytes", this.unpackedBytes);
		if (this.unpackedBytes < RATIO_MATTERS_BYTES) return;
		checkLimit(this.#limits, "ratio", Math.round(this.unpackedBytes / this.packedBytes));
	}
}

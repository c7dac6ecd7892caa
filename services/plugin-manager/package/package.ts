/**
 * A plugin's package: a .tgz as `npm pack` makes it, read as a stream that ends at the first limit it
 * hits. What passes is safe to write to disk; nothing in it has been run.
 */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import ssri from "ssri";
import type { Manifest } from "../manifest/manifest.ts";
import { ArchiveReader, refuseArchive } from "./archive.ts";
import { checkContents } from "./contents.ts";
import { ByteMeter, PACKAGE_LIMITS, type PackageLimits } from "./limits.ts";

export { extractPackage } from "./extract.ts";
export { holdsCode } from "./contents.ts";
export { PackageError } from "./error.ts";
export type { PackageErrorCode, PackageProblem } from "./error.ts";
export { PACKAGE_LIMITS } from "./limits.ts";
export type { PackageLimits } from "./limits.ts";

/** Small enough that a limit is noticed before much has been decompressed in vain. */
const CHUNK_BYTES = 64 * 1024;

export interface PluginPackage {
	manifest: Manifest;
	/** Subresource integrity (sha512) of the packed bytes. */
	integrity: string;
	packedBytes: number;
	/** The sum of the files' sizes. */
	unpackedBytes: number;
	/** The files by path, without the folder "package/" around them. */
	files: ReadonlyMap<string, Buffer>;
}

/**
 * Reads and checks a package. Throws a `PackageError`, or a `ManifestError` when its package.json is
 * what is wrong; a source that fails passes on its own error. The source is destroyed in each case.
 */
export async function readPackage(
	source: Readable | Buffer,
	limits: Partial<PackageLimits> = {}
): Promise<PluginPackage> {
	const allLimits = { ...PACKAGE_LIMITS, ...limits };
	const meter = new ByteMeter(allLimits);
	const hash = ssri.create({ algorithms: ["sha512"] });
	const archive = new ArchiveReader(allLimits);

	await unpack(source, archive, meter, chunk => hash.update(chunk));

	const unpackedBytes = [...archive.files.values()].reduce((sum, file) => sum + file.length, 0);
	return {
		manifest: checkContents(archive.files),
		integrity: hash.digest().toString(),
		packedBytes: meter.packedBytes,
		unpackedBytes,
		files: archive.files
	};
}

async function unpack(
	source: Readable | Buffer,
	archive: ArchiveReader,
	meter: ByteMeter,
	onPacked: (chunk: Buffer) => void
): Promise<void> {
	const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
	try {
		await pipeline(
			Buffer.isBuffer(source) ? Readable.from(slices(source)) : source,
			async function* count(chunks: AsyncIterable<Buffer>) {
				for await (const chunk of chunks) {
					meter.countPacked(chunk.length);
					onPacked(chunk);
					yield chunk;
				}
			},
			gunzip,
			async (chunks: AsyncIterable<Buffer>) => {
				for await (const chunk of chunks) {
					meter.countUnpacked(chunk.length);
					archive.write(chunk);
				}
			}
		);
	} catch (error) {
		if (isGzipError(error)) refuseArchive(error);
		throw error;
	}
	archive.end();
}

function* slices(bytes: Buffer): Generator<Buffer> {
	for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
		yield bytes.subarray(start, start + CHUNK_BYTES);
	}
}

function isGzipError(error: unknown): error is Error {
	return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}

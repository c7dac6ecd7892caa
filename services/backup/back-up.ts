/** Puts a kernel's documents and files into an archive while it runs. */
import { createHash } from "node:crypto";
import { deserialize, serialize } from "bson";
import { FILE_CONTENTS } from "../../mixins/file-reference.ts";
import { hasType } from "../../mixins/index.ts";
import manifest from "../../package.json" with { type: "json" };
import { errors as fileErrors } from "../files/errors.ts";
import type { FileContentFields } from "../files/records.ts";
import type { Storage } from "../files/storage/storage.ts";
import { writeArchive, type Frame, type Frames } from "./archive-writer.ts";
import {
	CHUNK_BYTES,
	FORMAT,
	FORMAT_VERSION,
	KIND,
	LEFT_OUT,
	secretsIn,
	type CollectionInfo,
	type Header,
	type Manifest
} from "./format.ts";
import type { Source } from "./source.ts";

/** What the documents say of a file's bytes. */
interface StoredFile {
	key: string;
	size: number;
}

export function backUp(source: Source, files: Storage, target: string): Promise<Manifest> {
	return writeArchive(target, framesOf(source, files));
}

async function* framesOf(source: Source, files: Storage): Frames {
	const header: Header = {
		format: FORMAT,
		formatVersion: FORMAT_VERSION,
		kernel: manifest.version,
		createdAt: new Date().toISOString(),
		isConsistent: source.isConsistent
	};
	yield { kind: KIND.header, payload: Buffer.from(JSON.stringify(header)) };
	const collections = (await source.collections()).filter(({ name }) => !LEFT_OUT.has(name));
	const counted: Manifest["collections"] = [];
	for (const collection of collections)
		counted.push(yield* framesOfCollection(source, collection));
	// After the documents: what these name is there, unless it was removed since.
	const stored = collections.some(({ name }) => name === FILE_CONTENTS);
	const kept = stored ? yield* framesOfFiles(source, files) : NO_FILES;
	return { collections: counted, ...kept, secrets: secretsIn(counted.map(({ name }) => name)) };
}

const NO_FILES = { files: { count: 0, bytes: 0 }, missingFiles: [] };

async function* framesOfCollection(
	source: Source,
	collection: CollectionInfo
): AsyncGenerator<Frame, Manifest["collections"][number]> {
	yield { kind: KIND.collection, payload: serialize(collection) };
	const hash = createHash("sha256");
	const { name } = collection;
	const counted = { name, documents: 0, bytes: 0 };
	for await (const document of source.documents(name)) {
		hash.update(document);
		counted.documents++;
		counted.bytes += document.length;
		yield { kind: KIND.document, payload: document };
	}
	return { ...counted, sha256: hash.digest("hex") };
}

async function* framesOfFiles(
	source: Source,
	storage: Storage
): AsyncGenerator<Frame, Pick<Manifest, "files" | "missingFiles">> {
	const files = { count: 0, bytes: 0 };
	const missingFiles: string[] = [];
	for await (const document of source.documents(FILE_CONTENTS)) {
		const { key, size, removing } = deserialize(document) as FileContentFields;
		if (removing) continue;
		const content = await read(storage, { key, size });
		if (content === null) {
			missingFiles.push(key);
			continue;
		}
		yield { kind: KIND.file, payload: Buffer.from(JSON.stringify({ key, size })) };
		for await (const chunk of content) yield* chunksOf(chunk as Buffer);
		files.count++;
		files.bytes += size;
	}
	return { files, missingFiles };
}

function* chunksOf(bytes: Buffer): Generator<Frame> {
	for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
		yield { kind: KIND.bytes, payload: bytes.subarray(at, at + CHUNK_BYTES) };
}

/** Null for a file that was removed after its document was read. */
async function read(storage: Storage, { key, size }: StoredFile) {
	try {
		return await storage.read(key, 0, size - 1);
	} catch (error) {
		if (hasType(error, fileErrors.CONTENT_MISSING.type)) return null;
		throw error;
	}
}

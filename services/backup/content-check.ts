/** Holds the frames of an archive to their order and form while they are read, whoever has written them. */
import { createHash, type Hash } from "node:crypto";
import { deserialize } from "bson";
import type { Frame } from "./archive-writer.ts";
import { parseJson } from "./archive-reader.ts";
import { BackupError } from "./backup-error.ts";
import {
	FORMAT,
	FORMAT_VERSION,
	isCollectionName,
	isFileKey,
	KIND,
	type CollectionInfo,
	type Header,
	type Manifest
} from "./format.ts";

/** A frame, understood. */
export type Part =
	| { kind: "header"; header: Header }
	| { kind: "collection"; info: CollectionInfo }
	| { kind: "document"; bytes: Uint8Array }
	| { kind: "file"; key: string; size: number }
	| { kind: "bytes"; bytes: Uint8Array };

/** What may follow what. */
const NEXT: Record<Part["kind"] | "start", Part["kind"][]> = {
	start: ["header"],
	header: ["collection", "file"],
	collection: ["document", "collection", "file"],
	document: ["document", "collection", "file"],
	file: ["bytes"],
	bytes: ["bytes", "file"]
};

interface Counted {
	name: string;
	documents: number;
	bytes: number;
	hash: Hash;
}

export class ContentCheck {
	/** The bytes of all documents and files until now. */
	bytes = 0;
	header: Header | null = null;
	#last: Part["kind"] | "start" = "start";
	readonly #collections: Counted[] = [];
	readonly #keys = new Set<string>();
	#fileBytes = 0;
	#missing = 0;

	/** Throws a `BackupError` for what must not be there. */
	take(frame: Frame): Part {
		const part = understand(frame);
		if (!NEXT[this.#last].includes(part.kind) || (this.#missing > 0 && part.kind !== "bytes"))
			throw new BackupError(
				`its parts are in a wrong order: ${part.kind} after ${this.#last}`
			);
		this.#last = part.kind;
		this.#count(part);
		return part;
	}

	/** Compares what was counted with what the manifest says. */
	end({ collections, files }: Manifest): void {
		if (this.#missing > 0) throw new BackupError("its last file is shorter than it should be");
		const found = this.#collections.map(({ name, documents, bytes, hash }) => ({
			name,
			documents,
			bytes,
			sha256: hash.digest("hex")
		}));
		const differs = JSON.stringify(found) !== JSON.stringify(collections);
		if (differs || files?.count !== this.#keys.size || files.bytes !== this.#fileBytes)
			throw new BackupError("its manifest does not say what is in it");
	}

	#count(part: Part) {
		if (part.kind === "header") this.header = part.header;
		if (part.kind === "collection") this.#beginCollection(part.info);
		if (part.kind === "file") this.#beginFile(part);
		if (part.kind === "document") {
			const counted = this.#collections.at(-1)!;
			counted.documents++;
			counted.bytes += part.bytes.length;
			counted.hash.update(part.bytes);
		}
		if (part.kind === "bytes") {
			this.#fileBytes += part.bytes.length;
			this.#missing -= part.bytes.length;
			if (this.#missing < 0)
				throw new BackupError("a file in it is longer than it should be");
		}
		if ("bytes" in part) this.bytes += part.bytes.length;
	}

	#beginCollection({ name }: CollectionInfo) {
		if (this.#collections.some(counted => counted.name === name))
			throw new BackupError(`the collection "${name}" is in it twice`);
		this.#collections.push({ name, documents: 0, bytes: 0, hash: createHash("sha256") });
	}

	#beginFile({ key, size }: { key: string; size: number }) {
		if (this.#keys.has(key)) throw new BackupError(`the file "${key}" is in it twice`);
		this.#keys.add(key);
		this.#missing = size;
	}
}

function understand({ kind, payload }: Frame): Part {
	switch (kind) {
		case KIND.header:
			return { kind: "header", header: requireHeader(parseJson(payload)) };
		case KIND.collection:
			return { kind: "collection", info: requireCollection(decoded(payload)) };
		case KIND.document:
			if (decoded(payload)._id === undefined)
				throw new BackupError("a document in it has no _id");
			return { kind: "document", bytes: payload };
		case KIND.file:
			return { kind: "file", ...requireFile(parseJson(payload)) };
		default:
			if (payload.length === 0) throw new BackupError("a part of it is empty");
			return { kind: "bytes", bytes: payload };
	}
}

function requireHeader(header: Record<string, unknown>): Header {
	if (header.format !== FORMAT) throw new BackupError("it is no backup of Lyceum");
	if (header.formatVersion !== FORMAT_VERSION)
		throw new BackupError(
			`its format is ${JSON.stringify(header.formatVersion)}: this version of Lyceum reads ${FORMAT_VERSION}`
		);
	return header as unknown as Header;
}

function requireCollection(info: Record<string, unknown>): CollectionInfo {
	const { name, options, indexes } = info;
	if (!isCollectionName(name))
		throw new BackupError(`a collection in it is named ${JSON.stringify(name)}`);
	if (!isObject(options) || !Array.isArray(indexes) || !indexes.every(isIndex))
		throw new BackupError(`the collection "${name}" is not described as one`);
	// What reads other collections, or is none at all, belongs to no kernel.
	if ("viewOn" in options || "pipeline" in options) throw new BackupError(`"${name}" is a view`);
	return info as unknown as CollectionInfo;
}

function isIndex(index: unknown): boolean {
	return isObject(index) && typeof index.name === "string" && isObject(index.key);
}

function requireFile({ key, size }: Record<string, unknown>) {
	if (!isFileKey(key)) throw new BackupError(`a file in it is named ${JSON.stringify(key)}`);
	if (!Number.isSafeInteger(size) || (size as number) < 1)
		throw new BackupError(`the file "${key}" has ${JSON.stringify(size)} bytes`);
	return { key, size: size as number };
}

function decoded(bytes: Uint8Array): Record<string, unknown> {
	try {
		return deserialize(bytes);
	} catch (error) {
		throw new BackupError(`a document in it is none (${(error as Error).message})`, {
			cause: error
		});
	}
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

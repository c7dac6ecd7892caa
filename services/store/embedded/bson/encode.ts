/** Writes documents as BSON; replies are put together from bytes that are already there. */
import { serialize } from "bson";
import { storeError } from "../errors.ts";
import type { Doc } from "./values.ts";
import { elements } from "./elements.ts";

/** The largest document that a collection takes. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** Writes one document; a missing value (`undefined`) is left out. */
export function encode(doc: Doc): Buffer {
	try {
		return asBuffer(serialize(doc, { ignoreUndefined: true }));
	} catch (error) {
		if (error instanceof RangeError) throw tooLarge();
		throw error;
	}
}

/** Writes a document that is to be stored: `_id` first, and not larger than 16 MB. */
export function encodeStored(doc: Doc): Buffer {
	const bytes = idFirst(encode(doc));
	if (bytes.length > MAX_DOCUMENT_BYTES) throw tooLarge(bytes.length);
	return bytes;
}

export function tooLarge(size?: number): Error {
	const found = size === undefined ? "" : ` (it has ${size} bytes)`;
	return storeError(
		"BSONObjectTooLarge",
		`BSONObj size is invalid: a document may have at most ${MAX_DOCUMENT_BYTES} bytes${found}`
	);
}

/** Moves `_id` to the front of a document's bytes, where MongoDB keeps it. */
export function idFirst(bytes: Buffer): Buffer {
	if (startsWithId(bytes)) return bytes;
	const id = elements(bytes).find(element => element.name === "_id");
	if (!id) return bytes;
	return Buffer.concat([
		bytes.subarray(0, 4),
		bytes.subarray(id.start, id.end),
		bytes.subarray(4, id.start),
		bytes.subarray(id.end)
	]);
}

function startsWithId(bytes: Buffer): boolean {
	return bytes[5] === 0x5f && bytes[6] === 0x69 && bytes[7] === 0x64 && bytes[8] === 0;
}

/** Sees the bytes that SQLite or the codec gave as a Buffer, without a copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Puts a document together from fields whose bytes are already encoded. */
export function joinElements(parts: Buffer[]): Buffer {
	let length = 5;
	for (const part of parts) length += part.length;
	const bytes = Buffer.allocUnsafe(length);
	bytes.writeInt32LE(length, 0);
	let at = 4;
	for (const part of parts) at += part.copy(bytes, at);
	bytes[at] = 0;
	return bytes;
}

/** The bytes of a document's fields, without its length and its end. */
export function fieldsOf(document: Buffer): Buffer {
	return document.subarray(4, document.length - 1);
}

/** Wraps a document or an array's bytes as the field of another document. */
export function element(type: 3 | 4, name: string, value: Buffer): Buffer {
	return Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), value]);
}

/** Writes a number as a field that is a double. */
export function doubleElement(name: string, value: number): Buffer {
	const head = Buffer.from(`\x01${name}\0`);
	const bytes = Buffer.allocUnsafe(head.length + 8);
	head.copy(bytes);
	bytes.writeDoubleLE(value, head.length);
	return bytes;
}

const INDEX_NAMES: Buffer[] = [];

function indexName(index: number): Buffer {
	return (INDEX_NAMES[index] ??= Buffer.from(`\x03${index}\0`));
}

/** Writes an array of documents from their bytes. */
export function arrayOfDocuments(documents: Buffer[]): Buffer {
	const parts: Buffer[] = [];
	for (let index = 0; index < documents.length; index++) {
		parts.push(
			index < 1000 ? indexName(index) : Buffer.from(`\x03${index}\0`),
			documents[index]!
		);
	}
	return joinElements(parts);
}

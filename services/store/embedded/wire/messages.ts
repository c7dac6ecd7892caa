/** The MongoDB wire protocol's messages: OP_MSG, and OP_QUERY for the first handshake. */
import { decodeValue, invalid } from "../bson/decode.ts";
import { documentEnd, elements } from "../bson/elements.ts";
import { encode } from "../bson/encode.ts";
import { setField, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";

export const HEADER_BYTES = 16;
/** What MongoDB takes at most in one message. */
export const MAX_MESSAGE_BYTES = 48_000_000;

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const KNOWN_REQUIRED_FLAGS = CHECKSUM_PRESENT | MORE_TO_COME;

/** One command as it came from a client. */
export interface Request {
	id: number;
	/** The command's name: the first field of its document. */
	name: string;
	db: string;
	body: Doc;
	/** Lists of documents, kept as bytes: `documents` of an insert is stored as it came. */
	documents: Buffer[] | undefined;
	/** The client does not want an answer (write concern 0). */
	isSilent: boolean;
	isLegacy: boolean;
	/** The message as it came, to hand it to another thread. */
	message: Buffer;
}

/** Reads one whole message, header included. */
export function parseMessage(message: Buffer): Request {
	const opcode = message.readInt32LE(12);
	if (opcode === OP_MSG) return parseMsg(message);
	if (opcode === OP_QUERY) return parseQuery(message);
	throw storeError("ProtocolError", `The store does not know the wire operation ${opcode}`);
}

function parseMsg(message: Buffer): Request {
	if (message.length < HEADER_BYTES + 9) throw invalid("a message is cut short");
	const flags = message.readUInt32LE(HEADER_BYTES);
	if ((flags & 0xffff & ~KNOWN_REQUIRED_FLAGS) !== 0) {
		throw storeError("ProtocolError", `Message contains illegal flags value: ${flags}`);
	}
	const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
	const sections = readSections(message, HEADER_BYTES + 4, end);
	const { body, documents } = readCommand(message, sections);
	const db = body.$db;
	if (typeof db !== "string") throw storeError(40571, "OP_MSG requests require a $db argument");
	return {
		id: message.readInt32LE(4),
		name: Object.keys(body)[0] ?? "",
		db,
		body,
		documents,
		isSilent: (flags & MORE_TO_COME) !== 0,
		isLegacy: false,
		message
	};
}

interface Sections {
	body: number;
	sequences: Map<string, Buffer[]>;
}

function readSections(message: Buffer, start: number, end: number): Sections {
	let body = -1;
	const sequences = new Map<string, Buffer[]>();
	for (let at = start; at < end;) {
		const kind = message[at++];
		if (kind === 0 && body < 0) {
			body = at;
			at = documentEnd(message, at);
		} else if (kind === 1) at = readSequence(message, at, end, sequences);
		else
			throw storeError(
				"ProtocolError",
				`Unknown or repeated message section of kind ${kind}`
			);
		if (at > end) throw invalid("a section does not fit its message");
	}
	if (body < 0) throw storeError("ProtocolError", "A message needs one body section");
	return { body, sequences };
}

function readSequence(
	message: Buffer,
	start: number,
	end: number,
	sequences: Map<string, Buffer[]>
): number {
	if (start + 5 > end) throw invalid("a section is cut short");
	const stop = start + message.readInt32LE(start);
	const nameEnd = message.indexOf(0, start + 4);
	if (stop > end || nameEnd < 0 || nameEnd >= stop) throw invalid("a section does not fit");
	const documents: Buffer[] = [];
	for (let at = nameEnd + 1; at < stop;) {
		const next = documentEnd(message, at);
		if (next > stop) throw invalid("a document does not fit its section");
		documents.push(message.subarray(at, next));
		at = next;
	}
	sequences.set(message.toString("utf8", start + 4, nameEnd), documents);
	return stop;
}

/** Decodes the command, but leaves an insert's documents as bytes. */
function readCommand(
	message: Buffer,
	{ body, sequences }: Sections
): { body: Doc; documents?: Buffer[] } {
	const bytes = message.subarray(body, documentEnd(message, body));
	const command: Doc = {};
	let documents = sequences.get("documents");
	for (const [at, part] of elements(bytes).entries()) {
		if (part.name === "ops" && part.type === 4 && command.bulkWrite !== undefined) {
			const operations = elements(bytes, part.value);
			command.ops = operations.map(one => readOperation(bytes, one.type, one.value));
		} else if (
			part.name === "documents" &&
			part.type === 4 &&
			at > 0 &&
			command.insert !== undefined
		) {
			documents = elements(bytes, part.value).map(one =>
				documentBytes(bytes, one.type, one.value, one.end)
			);
		} else setField(command, part.name, decodeValue(bytes, part.type, part.value));
	}
	for (const [name, list] of sequences) {
		if (name === "ops") command.ops = list.map(one => readOperation(one, 3, 0));
		else if (name !== "documents") command[name] = list.map(one => decodeValue(one, 3, 0));
	}
	return { body: command, ...(documents && { documents }) };
}

/** One operation of a bulk write; the document of an insert stays as bytes, to be stored as it came. */
function readOperation(bytes: Buffer, type: number, start: number): unknown {
	if (type !== 3) return decodeValue(bytes, type, start);
	const operation: Doc = {};
	for (const part of elements(bytes, start)) {
		const isInserted = part.name === "document" && part.type === 3;
		const value = isInserted
			? bytes.subarray(part.value, part.end)
			: decodeValue(bytes, part.type, part.value);
		setField(operation, part.name, value);
	}
	return operation;
}

function documentBytes(bytes: Buffer, type: number, start: number, end: number): Buffer {
	if (type !== 3) throw storeError("TypeMismatch", "An element of 'documents' is not an object");
	return bytes.subarray(start, end);
}

function parseQuery(message: Buffer): Request {
	const nameEnd = message.indexOf(0, HEADER_BYTES + 4);
	if (nameEnd < 0 || nameEnd + 9 > message.length) throw invalid("a query is cut short");
	const namespace = message.toString("utf8", HEADER_BYTES + 4, nameEnd);
	const body = decodeValue(message, 3, nameEnd + 9) as Doc;
	return {
		id: message.readInt32LE(4),
		name: Object.keys(body)[0] ?? "",
		db: namespace.split(".")[0] ?? "",
		body,
		documents: undefined,
		isSilent: false,
		isLegacy: true,
		message
	};
}

/** Frames an answer: the header, and the document's bytes as one section. */
export function frameReply(
	request: { id: number; isLegacy: boolean },
	reply: Buffer,
	replyId: number
): Buffer {
	const head = request.isLegacy ? legacyHead() : Buffer.alloc(HEADER_BYTES + 5);
	head.writeInt32LE(head.length + reply.length, 0);
	head.writeInt32LE(replyId, 4);
	head.writeInt32LE(request.id, 8);
	head.writeInt32LE(request.isLegacy ? OP_REPLY : OP_MSG, 12);
	return Buffer.concat([head, reply]);
}

function legacyHead(): Buffer {
	const head = Buffer.alloc(HEADER_BYTES + 20);
	head.writeInt32LE(1, HEADER_BYTES + 16);
	return head;
}

/** Makes a whole OP_MSG of a document, for commands between the store's own threads. */
export function documentMessage(body: Doc): Buffer {
	const bytes = encode(body);
	const head = Buffer.alloc(HEADER_BYTES + 5);
	head.writeInt32LE(head.length + bytes.length, 0);
	head.writeInt32LE(OP_MSG, 12);
	return Buffer.concat([head, bytes]);
}

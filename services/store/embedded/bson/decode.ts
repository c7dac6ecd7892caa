/**
 * Reads BSON bytes into the values of `values.ts`. Own code, because the `bson` package either
 * loses the difference between 1 and 1.0 or boxes every number; it checks every length, so that
 * bytes from the network can be given to it as they are.
 */
import {
	Binary,
	BSONRegExp,
	BSONSymbol,
	Code,
	Decimal128,
	Double,
	Long,
	MaxKey,
	MinKey,
	ObjectId,
	Timestamp,
	DBRef
} from "bson";
import { storeError } from "../errors.ts";
import { setField, type Doc } from "./values.ts";

/** MongoDB refuses what nests deeper than this. */
export const MAX_DEPTH = 200;
const SMALLEST_DOCUMENT = 5;

/** Reads one document that starts at `offset`; throws InvalidBSON where a length does not fit. */
export function decode(bytes: Buffer, offset = 0): Doc {
	return new Reader(bytes).document(offset, 0);
}

/** Reads the value of one element whose bytes start at `offset`. */
export function decodeValue(bytes: Buffer, type: number, offset: number): unknown {
	const reader = new Reader(bytes);
	reader.position = offset;
	return reader.value(type, bytes.length, 0);
}

export function invalid(reason: string): Error {
	return storeError("InvalidBSON", `The BSON bytes are not valid: ${reason}`);
}

class Reader {
	readonly bytes: Buffer;
	position = 0;

	constructor(bytes: Buffer) {
		this.bytes = bytes;
	}

	document(offset: number, depth: number): Doc {
		const end = this.open(offset, depth);
		const result: Doc = {};
		for (;;) {
			const type = this.bytes[this.position++]!;
			if (type === 0) break;
			const name = this.name(end);
			const value = this.value(type, end, depth);
			if (name === "__proto__") setField(result, name, value);
			else result[name] = value;
		}
		this.close(end);
		return result;
	}

	array(offset: number, depth: number): unknown[] {
		const end = this.open(offset, depth);
		const result: unknown[] = [];
		for (;;) {
			const type = this.bytes[this.position++]!;
			if (type === 0) break;
			this.skipName(end);
			result.push(this.value(type, end, depth));
		}
		this.close(end);
		return result;
	}

	private open(offset: number, depth: number): number {
		if (depth > MAX_DEPTH)
			throw storeError("Overflow", `BSON nests deeper than ${MAX_DEPTH} levels`);
		if (offset + SMALLEST_DOCUMENT > this.bytes.length)
			throw invalid("a document is cut short");
		const size = this.bytes.readInt32LE(offset);
		const end = offset + size;
		if (size < SMALLEST_DOCUMENT || end > this.bytes.length || this.bytes[end - 1] !== 0) {
			throw invalid(`a document of ${size} bytes does not fit`);
		}
		this.position = offset + 4;
		return end;
	}

	private close(end: number): void {
		if (this.position !== end) throw invalid("a document's length does not fit its fields");
	}

	private skipName(end: number): void {
		const stop = this.bytes.indexOf(0, this.position);
		if (stop < 0 || stop >= end) throw invalid("a field name does not end");
		this.position = stop + 1;
	}

	name(end: number): string {
		const { bytes, position } = this;
		let text = "";
		for (let at = position; at < end; at++) {
			const code = bytes[at]!;
			if (code === 0) {
				this.position = at + 1;
				return text;
			}
			if (code > 127 || at - position > 40) break;
			text += String.fromCharCode(code);
		}
		this.skipName(end);
		return bytes.toString("utf8", position, this.position - 1);
	}

	private take(length: number, end: number): number {
		const start = this.position;
		if (length < 0 || start + length > end) throw invalid("a value is cut short");
		this.position = start + length;
		return start;
	}

	private string(end: number): string {
		const length = this.bytes.readInt32LE(this.take(4, end));
		if (length < 1) throw invalid(`a string of ${length} bytes`);
		const start = this.take(length, end);
		if (this.bytes[this.position - 1] !== 0) throw invalid("a string does not end in a zero");
		return this.text(start, this.position - 1);
	}

	private text(start: number, end: number): string {
		if (end - start > 24) return this.bytes.toString("utf8", start, end);
		let text = "";
		for (let at = start; at < end; at++) {
			const code = this.bytes[at]!;
			if (code > 127) return this.bytes.toString("utf8", start, end);
			text += String.fromCharCode(code);
		}
		return text;
	}

	value(type: number, end: number, depth: number): unknown {
		switch (type) {
			case 1:
				return asDouble(this.bytes.readDoubleLE(this.take(8, end)));
			case 2:
				return this.string(end);
			case 3:
				return this.nested(end, depth, true);
			case 4:
				return this.nested(end, depth, false);
			case 7:
				return new ObjectId(Buffer.from(this.slice(12, end)));
			case 8:
				return this.bytes[this.take(1, end)] !== 0;
			case 9:
				return new Date(Number(this.bytes.readBigInt64LE(this.take(8, end))));
			case 10:
				return null;
			case 16:
				return this.bytes.readInt32LE(this.take(4, end));
			case 18:
				return this.long(end);
			default:
				return this.rareValue(type, end, depth);
		}
	}

	private nested(end: number, depth: number, isDocument: boolean): unknown {
		const start = this.position;
		if (start + 4 > end || start + this.bytes.readInt32LE(start) > end) {
			throw invalid("an embedded document does not fit");
		}
		return isDocument ? this.document(start, depth + 1) : this.array(start, depth + 1);
	}

	private rareValue(type: number, end: number, depth: number): unknown {
		switch (type) {
			case 5:
				return this.binary(end);
			case 6:
				return undefined;
			case 11:
				return new BSONRegExp(this.name(end), this.name(end));
			case 12:
				return new DBRef(this.string(end), new ObjectId(Buffer.from(this.slice(12, end))));
			case 13:
				return new Code(this.string(end));
			case 14:
				return new BSONSymbol(this.string(end));
			case 15:
				return this.codeWithScope(end, depth);
			case 17:
				return this.timestamp(end);
			case 19:
				return new Decimal128(Buffer.from(this.slice(16, end)));
			case 127:
				return new MaxKey();
			case 255:
				return new MinKey();
			default:
				throw invalid(`unknown type ${type}`);
		}
	}

	private slice(length: number, end: number): Buffer {
		const start = this.take(length, end);
		return this.bytes.subarray(start, start + length);
	}

	private long(end: number): Long {
		const at = this.take(8, end);
		return new Long(this.bytes.readInt32LE(at), this.bytes.readInt32LE(at + 4));
	}

	private timestamp(end: number): Timestamp {
		const at = this.take(8, end);
		return new Timestamp({
			i: this.bytes.readUInt32LE(at),
			t: this.bytes.readUInt32LE(at + 4)
		});
	}

	private binary(end: number): Binary {
		const length = this.bytes.readInt32LE(this.take(4, end));
		const subtype = this.bytes[this.take(1, end)]!;
		return new Binary(Buffer.from(this.slice(length, end)), subtype);
	}

	private codeWithScope(end: number, depth: number): Code {
		this.take(4, end);
		const text = this.string(end);
		return new Code(text, this.nested(end, depth, true) as Doc);
	}
}

/** A whole double in the range of int32 is kept apart from an int32. */
function asDouble(value: number): number | Double {
	return (value | 0) === value && !Object.is(value, -0) ? new Double(value) : value;
}

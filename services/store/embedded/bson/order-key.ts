/**
 * Writes values as bytes whose order is BSON's order, so that SQLite compares index keys with
 * memcmp. Every value's bytes are free of prefixes of each other, so that they can follow one
 * another in a compound key, and a descending field is the same bytes inverted.
 */
import {
	Decimal128,
	type Binary,
	type BSONRegExp,
	type Code,
	type ObjectId,
	type Timestamp
} from "bson";
import { binaryBytes } from "./compare.ts";
import { compareDecimals, exactDecimal, type Decimal } from "./decimal.ts";
import { kindOf, toDecimal } from "./numbers.ts";
import { isDoc, rankOf, RANK, toNumber, type Doc, type NumberValue } from "./values.ts";

/** Bytes that grow; one is enough, since keys are written one after another. */
class KeyWriter {
	bytes = Buffer.allocUnsafe(1024);
	length = 0;

	reserve(count: number): void {
		if (this.length + count <= this.bytes.length) return;
		const larger = Buffer.allocUnsafe((this.length + count) * 2);
		this.bytes.copy(larger, 0, 0, this.length);
		this.bytes = larger;
	}

	byte(value: number): void {
		this.reserve(1);
		this.bytes[this.length++] = value;
	}

	raw(value: Uint8Array): void {
		this.reserve(value.length);
		this.bytes.set(value, this.length);
		this.length += value.length;
	}

	/** Text ends in 00 00, and a zero within it is 00 01: the shorter text sorts first. */
	text(value: string): void {
		this.reserve(value.length * 3 + 2);
		const written = this.bytes.write(value, this.length, "utf8");
		if (this.bytes.subarray(this.length, this.length + written).includes(0)) {
			this.textWithZeros(value);
		} else {
			this.length += written;
			this.bytes[this.length++] = 0;
			this.bytes[this.length++] = 0;
		}
	}

	private textWithZeros(value: string): void {
		for (const byte of Buffer.from(value)) {
			this.byte(byte);
			if (byte === 0) this.byte(1);
		}
		this.byte(0);
		this.byte(0);
	}

	double(value: number): void {
		this.reserve(8);
		const at = this.length;
		this.bytes.writeDoubleBE(value, at);
		if (this.bytes[at]! & 0x80) this.invert(at, at + 8);
		else this.bytes[at]! |= 0x80;
		this.length += 8;
	}

	int64(value: bigint): void {
		this.reserve(8);
		this.bytes.writeBigUInt64BE(BigInt.asUintN(64, value ^ (1n << 63n)), this.length);
		this.length += 8;
	}

	invert(from: number, to: number): void {
		for (let at = from; at < to; at++) this.bytes[at] = ~this.bytes[at]! & 0xff;
	}

	take(): Buffer {
		const copy = Buffer.from(this.bytes.subarray(0, this.length));
		this.length = 0;
		return copy;
	}
}

const writer = new KeyWriter();

/** Writes the key of one value; `undefined` is what an empty array leaves in an index. */
export function orderKey(value: unknown, descending = false): Buffer {
	writer.length = 0;
	writeField(value, descending);
	return writer.take();
}

/** Writes a compound key, field after field. */
export function compoundKey(values: unknown[], descending: boolean[]): Buffer {
	writer.length = 0;
	for (let at = 0; at < values.length; at++) writeField(values[at], descending[at]!);
	return writer.take();
}

function writeField(value: unknown, descending: boolean): void {
	const start = writer.length;
	writeValue(value);
	if (descending) writer.invert(start, writer.length);
}

function writeValue(value: unknown): void {
	const rank = rankOf(value);
	writer.byte(rank);
	switch (rank) {
		case RANK.number:
			return writeNumber(value as NumberValue);
		case RANK.string:
			return writer.text(String(value));
		case RANK.object:
			return writeDoc(value as Doc);
		case RANK.array:
			return writeArray(value as unknown[]);
		case RANK.objectId:
			return writer.raw((value as ObjectId).id);
		case RANK.bool:
			return writer.byte(value ? 1 : 0);
		case RANK.date:
			return writer.int64(BigInt((value as Date).getTime() || 0));
		default:
			return writeRare(rank, value);
	}
}

function writeRare(rank: number, value: unknown): void {
	if (rank === RANK.binData) return writeBinary(value as Binary);
	if (rank === RANK.timestamp) return writeTimestamp(value as Timestamp);
	if (rank === RANK.regex) {
		writer.text((value as BSONRegExp).pattern);
		return writer.text((value as BSONRegExp).options);
	}
	if (rank === RANK.javascript || rank === RANK.javascriptWithScope) {
		return writer.text((value as Code).code);
	}
}

function writeDoc(value: Doc): void {
	const doc = isDoc(value) ? value : (value as { toJSON(): Doc }).toJSON();
	for (const name of Object.keys(doc)) {
		writer.byte(rankOf(doc[name]));
		writer.text(name);
		writeValue(doc[name]);
	}
	writer.byte(0);
}

function writeArray(value: unknown[]): void {
	for (const element of value) writeValue(element);
	writer.byte(0);
}

function writeBinary(value: Binary): void {
	const bytes = binaryBytes(value);
	const head = Buffer.allocUnsafe(5);
	head.writeUInt32BE(bytes.length, 0);
	head[4] = value.sub_type;
	writer.raw(head);
	writer.raw(bytes);
}

function writeTimestamp(value: Timestamp): void {
	const bytes = Buffer.allocUnsafe(8);
	bytes.writeUInt32BE(value.t, 0);
	bytes.writeUInt32BE(value.i, 4);
	writer.raw(bytes);
}

const BELOW = 0x7f;
const EXACT = 0x80;
const ABOVE = 0x81;

/** The nearest double, then whether the number lies below, on or above it, then by how much. */
function writeNumber(value: NumberValue): void {
	const near = nearestDouble(value);
	if (Number.isNaN(near)) writer.raw(NAN_BYTES);
	else writer.double(near === 0 ? 0 : near);
	const kind = kindOf(value);
	if (kind === "int" || kind === "double") return writer.byte(EXACT);
	if (kind === "long" && Number.isSafeInteger(near)) return writer.byte(EXACT);
	writeRest(toDecimal(value), near);
}

const NAN_BYTES = Buffer.alloc(8);

function nearestDouble(value: NumberValue): number {
	const near = toNumber(value);
	const infinite = value instanceof Decimal128 && value.toString().endsWith("Infinity");
	if (Number.isFinite(near) || infinite || Number.isNaN(near)) return near;
	return near > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE;
}

function writeRest(exact: Decimal, near: number): void {
	const side = compareDecimals(exact, exactDecimal(near));
	writer.byte(side === 0 ? EXACT : side < 0 ? BELOW : ABOVE);
	if (side === 0 || exact.kind !== "finite") return;
	const start = writer.length;
	writeMagnitude(exact.coefficient < 0n ? -exact.coefficient : exact.coefficient, exact.exponent);
	if (exact.coefficient < 0n) writer.invert(start, writer.length);
}

/** A decimal's size: the place of its first digit, then its digits. */
function writeMagnitude(coefficient: bigint, exponent: number): void {
	const digits = String(coefficient).replace(/0+$/, "");
	const place = Buffer.allocUnsafe(2);
	place.writeUInt16BE(exponent + String(coefficient).length + 0x4000);
	writer.raw(place);
	writer.text(digits);
}

/** The smallest bytes that sort after every key that starts with these; `undefined` if none do. */
export function afterPrefix(key: Buffer): Buffer | undefined {
	for (let at = key.length - 1; at >= 0; at--) {
		if (key[at] !== 0xff) {
			const next = Buffer.from(key.subarray(0, at + 1));
			next[at]!++;
			return next;
		}
	}
	return undefined;
}

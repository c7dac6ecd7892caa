/** Walks the fields of a document's bytes without decoding their values. */
import { invalid } from "./decode.ts";

/** One field: where its type byte, its value and its end lie in the bytes. */
export interface Element {
	name: string;
	type: number;
	start: number;
	value: number;
	end: number;
}

/** Bytes of a value that always has the same length; -1 where the bytes themselves say it. */
const FIXED_LENGTH: Record<number, number> = {
	1: 8,
	6: 0,
	7: 12,
	8: 1,
	9: 8,
	10: 0,
	16: 4,
	17: 8,
	18: 8,
	19: 16,
	127: 0,
	255: 0
};

/** Lists the fields of the document that starts at `offset`. */
export function elements(bytes: Buffer, offset = 0): Element[] {
	const end = documentEnd(bytes, offset);
	const found: Element[] = [];
	let position = offset + 4;
	while (position < end - 1) {
		const element = elementAt(bytes, position, end);
		position = element.end;
		found.push(element);
	}
	return found;
}

/** Gives the first field of a document: of what is stored, its `_id`. */
export function firstElement(bytes: Buffer): Element {
	return elementAt(bytes, 4, documentEnd(bytes, 0));
}

function elementAt(bytes: Buffer, start: number, documentEnd: number): Element {
	const type = bytes[start]!;
	const nameEnd = bytes.indexOf(0, start + 1);
	if (nameEnd < 0 || nameEnd >= documentEnd) throw invalid("a field name does not end");
	const value = nameEnd + 1;
	const end = value + valueLength(bytes, type, value, documentEnd);
	if (end > documentEnd - 1) throw invalid("a value is cut short");
	return { name: bytes.toString("utf8", start + 1, nameEnd), type, start, value, end };
}

/** Gives where the document that starts at `offset` ends, or throws when it does not fit. */
export function documentEnd(bytes: Buffer, offset: number): number {
	if (offset + 5 > bytes.length) throw invalid("a document is cut short");
	const size = bytes.readInt32LE(offset);
	const end = offset + size;
	if (size < 5 || end > bytes.length || bytes[end - 1] !== 0) {
		throw invalid(`a document of ${size} bytes does not fit`);
	}
	return end;
}

function valueLength(bytes: Buffer, type: number, at: number, end: number): number {
	const fixed = FIXED_LENGTH[type];
	if (fixed !== undefined) return fixed;
	if (type === 11) return regexLength(bytes, at, end);
	if (at + 4 > end) throw invalid("a value is cut short");
	const length = bytes.readInt32LE(at);
	if (length < 0) throw invalid(`a value of ${length} bytes`);
	if (type === 2 || type === 13 || type === 14) return 4 + length;
	if (type === 3 || type === 4 || type === 15) return length;
	if (type === 5) return 5 + length;
	if (type === 12) return 4 + length + 12;
	throw invalid(`unknown type ${type}`);
}

function regexLength(bytes: Buffer, at: number, end: number): number {
	const patternEnd = bytes.indexOf(0, at);
	const optionsEnd = patternEnd < 0 ? -1 : bytes.indexOf(0, patternEnd + 1);
	if (optionsEnd < 0 || optionsEnd >= end) throw invalid("a regular expression does not end");
	return optionsEnd + 1 - at;
}

/** The `Range` header (RFC 9110, 14): which bytes of a file are asked for. */

export interface Range {
	start: number;
	/** The last byte, included. */
	end: number;
}

/** More than these are no reader's but an attack's. */
const MAX_RANGES = 16;

/**
 * The ranges that are asked for; null for the whole file: without the header, with one that is no list of byte
 * ranges, and for so many or such overlapping ones that they are more work than the whole. [] when none is in it.
 */
export function readRanges(header: string | undefined, size: number): Range[] | null {
	const list = /^bytes=(.+)$/i.exec(header?.trim() ?? "")?.[1];
	if (list === undefined) return null;
	const asked = list.split(",").map(entry => /^(\d{0,15})-(\d{0,15})$/.exec(entry.trim()));
	if (asked.length > MAX_RANGES) return null;
	const ranges: Range[] = [];
	for (const match of asked) {
		if (!match || isMeaningless(match[1]!, match[2]!)) return null;
		const range = within(match[1]!, match[2]!, size);
		if (range) ranges.push(range);
	}
	const total = ranges.reduce((sum, { start, end }) => sum + end - start + 1, 0);
	return total > size ? null : ranges;
}

function isMeaningless(first: string, last: string) {
	return (first === "" && last === "") || (first !== "" && last !== "" && +last < +first);
}

/** The part of it that the file has; null when it has none. */
function within(first: string, last: string, size: number): Range | null {
	if (first === "") {
		const length = Math.min(Number(last), size);
		return length === 0 ? null : { start: size - length, end: size - 1 };
	}
	const start = Number(first);
	if (start >= size) return null;
	return { start, end: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
}

/** Two versions of a text beside each other: lines that go together in one row, with the words that differ. */
import { diffLines, diffWordsWithSpace } from "diff";

export interface Piece {
	text: string;
	isChanged: boolean;
}

export interface Row {
	/** Null where the other version alone has a line. */
	before: Piece[] | null;
	after: Piece[] | null;
	isSame: boolean;
}

/** So many lines around a change are shown; what lies between is folded. */
const AROUND = 2;

/** Longer than this, two texts that have little in common take long to compare. */
const LIMITS = { timeout: 400, maxEditLength: 4000 };

export function sideBySide(before: string, after: string): Row[] {
	const parts = diffLines(withEnd(before), withEnd(after), LIMITS) ?? [
		{ value: before, removed: true, added: false },
		{ value: after, removed: false, added: true }
	];
	const rows: Row[] = [];
	for (let at = 0; at < parts.length; at++) {
		const part = parts[at]!;
		const next = parts[at + 1];
		if (part.removed && next?.added) {
			rows.push(...paired(linesOf(part.value), linesOf(next.value)));
			at++;
		} else if (part.removed) rows.push(...paired(linesOf(part.value), []));
		else if (part.added) rows.push(...paired([], linesOf(part.value)));
		else rows.push(...linesOf(part.value).map(same));
	}
	return rows;
}

/** Rows to show, and how many of those that did not change are folded in their place. */
export function folded(rows: readonly Row[]): (Row | number)[] {
	const shown: (Row | number)[] = [];
	rows.forEach((row, at) => {
		const isNear = rows
			.slice(Math.max(0, at - AROUND), at + AROUND + 1)
			.some(one => !one.isSame);
		const last = shown.at(-1);
		if (isNear) shown.push(row);
		else if (typeof last === "number") shown[shown.length - 1] = last + 1;
		else shown.push(1);
	});
	return shown;
}

function same(line: string): Row {
	const pieces = [{ text: line, isChanged: false }];
	return { before: pieces, after: pieces, isSame: true };
}

function paired(before: string[], after: string[]): Row[] {
	const { length } = before.length > after.length ? before : after;
	return Array.from({ length }, (_none, at) => changed(before[at], after[at]));
}

function changed(before: string | undefined, after: string | undefined): Row {
	if (before === undefined || after === undefined)
		return { before: whole(before), after: whole(after), isSame: false };
	const words = diffWordsWithSpace(before, after, LIMITS) ?? [];
	return {
		before: words.filter(({ added }) => !added).map(toPiece),
		after: words.filter(({ removed }) => !removed).map(toPiece),
		isSame: false
	};
}

function whole(line: string | undefined): Piece[] | null {
	return line === undefined ? null : [{ text: line, isChanged: true }];
}

function toPiece({ value, added, removed }: { value: string; added: boolean; removed: boolean }) {
	return { text: value, isChanged: added || removed };
}

function linesOf(text: string): string[] {
	return text.replace(/\n$/, "").split("\n");
}

/** Without it the last line would differ by its end alone. */
function withEnd(text: string) {
	return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

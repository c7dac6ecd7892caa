/** Finds the candidate that a mistyped word most likely meant; undefined when none is near. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
	// More slips than these would suggest words that merely look alike.
	let allowed = word.length < 3 ? 0 : word.length < 5 ? 1 : 2;
	let best: string | undefined;
	for (const candidate of candidates) {
		if (candidate === word || Math.abs(candidate.length - word.length) > allowed) continue;
		const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
		if (distance > allowed) continue;
		best = candidate;
		allowed = distance - 1;
	}
	return best;
}

/** Words the suggestion for a message: `, did you mean "title"?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
	const suggestion = closest(word, candidates);
	return suggestion === undefined ? "" : `, did you mean "${suggestion}"?`;
}

/** Counts inserted, lost, replaced and swapped letters (optimal string alignment). */
function editDistance(from: string, to: string): number {
	const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
	for (let row = 1; row <= from.length; row++) {
		const above = rows[row - 1]!;
		const current = [row];
		for (let column = 1; column <= to.length; column++) {
			const same = from[row - 1] === to[column - 1];
			const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
			current.push(
				Math.min(
					above[column - 1]! + (same ? 0 : 1),
					above[column]! + 1,
					current[column - 1]! + 1,
					swapped ? rows[row - 2]![column - 2]! + 1 : Infinity
				)
			);
		}
		rows.push(current);
	}
	return rows[from.length]![to.length]!;
}

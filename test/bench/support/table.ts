/** One line of a bench's table; without a budget it is a figure to look at. */
export interface Line {
	what: string;
	figure: string;
	budget?: string;
	ok?: boolean;
}

/** Prints the table and says whether every budget was kept. */
export function printTable(lines: Line[]): boolean {
	const rows = lines.map(({ what, figure, budget, ok }) => [
		what,
		figure,
		budget ?? "",
		ok === undefined ? "" : ok ? "ok" : "MISSED"
	]);
	const table = [["what", "figure", "budget", "ok"], ...rows];
	const widths = [0, 1, 2, 3].map(column => Math.max(...table.map(row => row[column]!.length)));
	for (const row of table) {
		console.log(
			row
				.map((cell, column) => cell.padEnd(widths[column]!))
				.join("  ")
				.trimEnd()
		);
	}
	return lines.every(({ ok }) => ok !== false);
}

/** A line that is kept when its value is not over the budget. */
export function atMost(what: string, value: number, budget: number, unit: string): Line {
	const figure = `${round(value)} ${unit}`;
	return { what, figure, budget: `≤ ${budget} ${unit}`, ok: value <= budget };
}

/** A line that is kept when its value is this one. */
export function exactly(what: string, value: number, budget: number): Line {
	return { what, figure: String(value), budget: String(budget), ok: value === budget };
}

/** Rounds for reading: whole numbers from ten upwards, two digits below. */
export function round(value: number): string {
	return value >= 10 ? String(Math.round(value)) : String(Number(value.toFixed(2)));
}

/** The value below which a share of all values lies. */
export function percentile(values: number[], share: number): number {
	const sorted = [...values].sort((left, right) => left - right);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

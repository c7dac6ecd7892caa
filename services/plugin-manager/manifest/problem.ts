/** One thing that is wrong in a document: where, what was found, and what belongs there. */
export interface Problem {
	/** JSON pointer to the place; "" is the whole document. */
	pointer: string;
	message: string;
	value: unknown;
	expected: string;
}

const LONGEST_SHOWN = 200;

/** Gives a value as it may be shown in a problem: whole when small, otherwise the start of its text. */
export function shown(value: unknown): unknown {
	const text = JSON.stringify(value);
	if (text === undefined || text.length <= LONGEST_SHOWN) return value;
	return `${text.slice(0, LONGEST_SHOWN)}…`;
}

/** Appends one key to a JSON pointer (RFC 6901). */
export function pointerTo(parent: string, key: string | number): string {
	return `${parent}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Words problems as one line, for logs and for the message of an error. */
export function summarize(problems: readonly Problem[]): string {
	const lines = problems.map(({ pointer, message }) =>
		pointer ? `${pointer} ${message}` : message
	);
	const more = lines.length > 5 ? [`and ${lines.length - 5} more`] : [];
	return [...lines.slice(0, 5), ...more].join("; ");
}

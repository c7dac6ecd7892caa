/** A report as a table: one line for each finding. */
import type { Report } from "./read-report.ts";

const COLUMNS = [
	"itemId",
	"itemTitle",
	"rule",
	"severity",
	"field",
	"line",
	"passage",
	"message",
	"advice",
	"state"
] as const;

/** RFC 4180, with lines that no spreadsheet takes for a formula. */
export function toCsv({ findings }: Report): string {
	const lines = findings.map(finding => COLUMNS.map(column => cell(finding[column])));
	return [COLUMNS.join(","), ...lines.map(line => line.join(","))]
		.map(line => `${line}\r\n`)
		.join("");
}

function cell(value: unknown) {
	const text = String(value ?? "");
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

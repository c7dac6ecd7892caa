/** A report as a page that needs nothing else: its charts are drawn in it, and nothing in it runs. */
import { SEVERITIES, type Severity } from "../rules/rule.ts";
import { barChart, trendChart, type Bar } from "./charts.ts";
import { escape } from "./escape.ts";
import type { Report } from "./read-report.ts";

const BANDS = [
	[0, 49],
	[50, 69],
	[70, 84],
	[85, 94],
	[95, 100]
] as const;
const TOP_RULES = 12;
const WORST_ITEMS = 25;

const STYLE = `
:root { color-scheme: light dark; --ink: #1b2422; --faint: #4d5a57; --paper: #fff; --line: #d5dbd8; --fill: #1b5e59; --error: #b3261e; --warning: #8a5300; --info: #1f5a8c }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ecea; --faint: #b0bcb8; --paper: #111716; --line: #303b38; --fill: #7fd0c7; --error: #ff9c92; --warning: #f2c063; --info: #8ec5f3 } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink); background: var(--paper) }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
thead { break-inside: avoid } tr { break-inside: avoid }
svg { max-width: 100%; height: auto } svg text { font: 13px system-ui, sans-serif; fill: currentColor }
.bar { fill: var(--fill) } .line { fill: none; stroke: var(--fill); stroke-width: 2.5 } .grid { stroke: var(--line) }
.figures { display: flex; flex-wrap: wrap; gap: 2.5rem; margin: 1rem 0 } .figures dt { color: var(--faint) } .figures dd { margin: 0; font-size: 1.8rem; font-weight: 650 }
.number { text-align: right } .error { color: var(--error) } .warning { color: var(--warning) } .info { color: var(--info) } q { color: var(--faint) }`;

export function toHtml(report: Report): string {
	const { at, findings, trend } = report;
	const day = dayOf(at);
	const points = trend.map(each => ({ day: dayOf(each.at), value: each.mean }));
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Quality report, ${day}</title>
<style>${STYLE}
</style>
</head>
<body>
<h1>Quality report</h1>
<p>What was known on ${day}.</p>
${figures(report)}
<h2>Trend</h2>
${trendChart("Mean score of the library", points)}
<h2>Scores</h2>
${barChart("Items by score", bandsOf(report))}
<h2>Findings by rule</h2>
${barChart("Open findings by rule", rulesOf(report))}
<h2>Items with the lowest scores</h2>
${worstItems(report)}
<h2>Findings</h2>
${table(["Item", "Severity", "Rule", "Where", "What", "Advice"], findings.map(findingRow))}
</body>
</html>
`;
}

function figures({ mean, items, findings }: Report) {
	const of = (severity: Severity) => findings.filter(each => each.severity === severity).length;
	const entries: [string, string | number][] = [
		["Mean score", mean ?? "–"],
		["Items", items.length],
		["Open findings", findings.length],
		...SEVERITIES.toReversed().map((each): [string, number] => [NAMES[each], of(each)])
	];
	const list = entries.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`);
	return `<dl class="figures">${list.join("")}</dl>`;
}

const NAMES: Record<Severity, string> = { error: "Errors", warning: "Warnings", info: "Hints" };

function worstItems({ items }: Report) {
	const rows = items
		.slice(0, WORST_ITEMS)
		.map(item => [
			escape(item.title || item._id),
			escape(item.kind),
			String(item.score),
			String(item.errorCount),
			String(item.warningCount)
		]);
	return table(["Item", "Kind", "Score", "Errors", "Warnings"], rows, 2);
}

function findingRow(finding: Report["findings"][number]) {
	const { itemTitle, severity, rule, field, line, message, passage, advice } = finding;
	const quoted = passage ? ` <q>${escape(passage)}</q>` : "";
	return [
		escape(itemTitle),
		`<span class="${severity}">${escape(severity)}</span>`,
		escape(rule),
		`${escape(field)}, line ${line}`,
		escape(message) + quoted,
		escape(advice)
	];
}

/** A table of cells that are safe already; the columns from `numbers` on hold numbers. */
function table(heads: string[], rows: string[][], numbers = Number.POSITIVE_INFINITY) {
	const kind = (at: number) => (at >= numbers ? ' class="number"' : "");
	const head = heads.map((name, at) => `<th scope="col"${kind(at)}>${name}</th>`).join("");
	const lines = rows.map(
		cells => `<tr>${cells.map((cell, at) => `<td${kind(at)}>${cell}</td>`).join("")}</tr>`
	);
	return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${lines.join("\n")}\n</tbody>\n</table>`;
}

function bandsOf({ items }: Report): Bar[] {
	return BANDS.map(([low, high]) => [
		`${low} to ${high}`,
		items.filter(({ score }) => score >= low && score <= high).length
	]);
}

function rulesOf({ findings }: Report): Bar[] {
	const counts = new Map<string, number>();
	for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
	return [...counts].sort((a, b) => b[1] - a[1]).slice(0, TOP_RULES);
}

function dayOf(date: Date) {
	return date.toISOString().slice(0, 10);
}

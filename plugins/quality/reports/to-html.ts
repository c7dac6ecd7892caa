/** A report as a page that needs nothing else: its charts are drawn in it, and nothing in it runs. */
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
const BAR_WIDTH = 360;

export function toHtml(report: Report): string {
	const { at, mean, items, findings } = report;
	const day = at.toISOString().slice(0, 10);
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Quality report, ${day}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid #ccc; vertical-align: top }
svg text { font: 13px system-ui, sans-serif }
.number { text-align: right }
</style>
</head>
<body>
<h1>Quality report</h1>
<p>${day}: ${items.length} items with a mean score of ${mean ?? "–"}, ${findings.length} open findings.</p>
<h2>Scores</h2>
${barChart("Items by score", bandsOf(report))}
<h2>Findings by rule</h2>
${barChart("Open findings by rule", rulesOf(report))}
<h2>Trend</h2>
${barChart(
	"Mean score of the library",
	report.trend.map(each => [each.at.toISOString().slice(0, 10), each.mean])
)}
<h2>Items with the lowest scores</h2>
<table>
<thead><tr><th scope="col">Item</th><th scope="col">Kind</th><th scope="col" class="number">Score</th><th scope="col" class="number">Errors</th><th scope="col" class="number">Warnings</th></tr></thead>
<tbody>
${items
	.slice(0, WORST_ITEMS)
	.map(
		item =>
			`<tr><td>${escape(item.title || item._id)}</td><td>${escape(item.kind)}</td><td class="number">${item.score}</td><td class="number">${item.errorCount}</td><td class="number">${item.warningCount}</td></tr>`
	)
	.join("\n")}
</tbody>
</table>
<h2>Findings</h2>
<table>
<thead><tr><th scope="col">Item</th><th scope="col">Rule</th><th scope="col">Severity</th><th scope="col">Where</th><th scope="col">What</th><th scope="col">Advice</th></tr></thead>
<tbody>
${findings.map(each => `<tr><td>${escape(each.itemTitle)}</td><td>${escape(each.rule)}</td><td>${escape(each.severity)}</td><td>${escape(each.field)}, line ${each.line}</td><td>${escape(each.message)}</td><td>${escape(each.advice)}</td></tr>`).join("\n")}
</tbody>
</table>
</body>
</html>
`;
}

/** Each bar says its number, for those who hear the chart or see no colours. */
function barChart(title: string, bars: [label: string, value: number][]): string {
	if (bars.length === 0) return "<p>There is nothing to show yet.</p>";
	const most = Math.max(1, ...bars.map(([, value]) => value));
	const rows = bars.map(([label, value], at) => {
		const y = at * 24;
		const width = Math.round((value / most) * BAR_WIDTH);
		return `<text x="0" y="${y + 16}">${escape(label)}</text><rect x="200" y="${y + 4}" width="${width}" height="16" fill="#1f5fa8"/><text x="${206 + width}" y="${y + 16}">${value}</text>`;
	});
	return `<svg role="img" aria-label="${escape(title)}: ${escape(bars.map(([label, value]) => `${label} ${value}`).join(", "))}" width="640" height="${bars.length * 24 + 8}" viewBox="0 0 640 ${bars.length * 24 + 8}">${rows.join("")}</svg>`;
}

function bandsOf({ items }: Report): [string, number][] {
	return BANDS.map(([low, high]) => [
		`${low} to ${high}`,
		items.filter(({ score }) => score >= low && score <= high).length
	]);
}

function rulesOf({ findings }: Report): [string, number][] {
	const counts = new Map<string, number>();
	for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
	return [...counts].sort((a, b) => b[1] - a[1]).slice(0, TOP_RULES);
}

function escape(text: string): string {
	return text
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;");
}

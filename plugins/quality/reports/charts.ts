/** Charts as pictures in a page: nothing in them runs, and each says its numbers to those who cannot see it. */
import { escape } from "./escape.ts";

const WIDTH = 640;
const LABELS = 210;
const BARS = 360;
const ROW = 26;

const TREND_HEIGHT = 180;
const MARGIN = 36;

export type Bar = [label: string, value: number];

export interface TrendPoint {
	day: string;
	value: number;
}

const NOTHING = "<p>There is nothing to show yet.</p>";

/** A bar for each label, with its number behind it. */
export function barChart(title: string, bars: readonly Bar[]): string {
	if (bars.length === 0) return NOTHING;
	const most = Math.max(1, ...bars.map(([, value]) => value));
	const rows = bars.map(([label, value], at) => {
		const y = at * ROW;
		const width = Math.round((value / most) * BARS);
		return `<text x="0" y="${y + 17}">${escape(label)}</text><rect class="bar" x="${LABELS}" y="${y + 4}" width="${width}" height="18" rx="3"/><text x="${LABELS + width + 8}" y="${y + 17}">${value}</text>`;
	});
	const summary = bars.map(([label, value]) => `${label} ${value}`).join(", ");
	return picture(`${title}: ${summary}`, bars.length * ROW + 8, rows.join(""));
}

/** A line over days, from 0 to 100. */
export function trendChart(title: string, points: readonly TrendPoint[]): string {
	if (points.length < 2) return NOTHING;
	const step = (WIDTH - 2 * MARGIN) / (points.length - 1);
	const at = ({ value }: TrendPoint, index: number) =>
		`${Math.round(MARGIN + index * step)},${Math.round(TREND_HEIGHT - MARGIN - (value / 100) * (TREND_HEIGHT - 2 * MARGIN))}`;
	const grid = [0, 50, 100].map(value => {
		const y = TREND_HEIGHT - MARGIN - (value / 100) * (TREND_HEIGHT - 2 * MARGIN);
		return `<line class="grid" x1="${MARGIN}" x2="${WIDTH - MARGIN}" y1="${y}" y2="${y}"/><text x="0" y="${y + 4}">${value}</text>`;
	});
	const [first, last] = [points[0]!, points.at(-1)!];
	const days = `<text x="${MARGIN}" y="${TREND_HEIGHT - 8}">${escape(first.day)}</text><text x="${WIDTH - MARGIN}" y="${TREND_HEIGHT - 8}" text-anchor="end">${escape(last.day)}</text>`;
	const line = `<polyline class="line" points="${points.map(at).join(" ")}"/>`;
	const summary = `${title}: ${first.value} on ${first.day}, ${last.value} on ${last.day}`;
	return picture(summary, TREND_HEIGHT, grid.join("") + line + days);
}

function picture(label: string, height: number, content: string) {
	return `<svg role="img" aria-label="${escape(label)}" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">${content}</svg>`;
}

/** The charts of the dashboard; a part of their own because of their library's size. */
import { Box, Card, CardContent, Typography } from "@mui/material";
import { useTheme } from "@mui/material/styles";
import { useLocale, useTranslate } from "react-admin";
import { Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { Point } from "./history.ts";

interface Series {
	key: keyof Point;
	colour: "primary" | "error" | "warning" | "info";
}

const CHARTS: { name: string; unit: string; series: Series[] }[] = [
	{
		name: "traffic",
		unit: "/s",
		series: [
			{ key: "requests", colour: "primary" },
			{ key: "errors", colour: "error" }
		]
	},
	{
		name: "latency",
		unit: " ms",
		series: [
			{ key: "p50", colour: "info" },
			{ key: "p99", colour: "warning" }
		]
	},
	{
		name: "jobs",
		unit: "",
		series: [
			{ key: "running", colour: "primary" },
			{ key: "queued", colour: "warning" }
		]
	},
	{ name: "sockets", unit: "", series: [{ key: "sockets", colour: "info" }] },
	{ name: "learners", unit: "", series: [{ key: "learners", colour: "primary" }] },
	{ name: "memory", unit: " MB", series: [{ key: "memoryMb", colour: "primary" }] }
];

export default function TrafficCharts({ points }: { points: Point[] }) {
	return (
		<Box
			sx={{
				display: "grid",
				gap: 2,
				gridTemplateColumns: { sm: "1fr 1fr", lg: "1fr 1fr 1fr" }
			}}
		>
			{CHARTS.map(chart => (
				<Chart key={chart.name} {...chart} points={points} />
			))}
		</Box>
	);
}

type ChartProps = (typeof CHARTS)[number] & { points: Point[] };

function Chart({ name, unit, series, points }: ChartProps) {
	const translate = useTranslate();
	const locale = useLocale();
	const { palette } = useTheme();
	const time = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
	const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
	const drawn = points.map(point => ({ ...point, at: Date.parse(point.at) }));
	const title = translate(`lyceum.dashboard.${name}`);
	const latest = points.at(-1);
	const summary = series
		.map(({ key }) => {
			const value = latest?.[key];
			const shown = typeof value === "number" ? number.format(value) + unit : "–";
			return `${translate(`lyceum.dashboard.${key}`)} ${shown}`;
		})
		.join(", ");
	return (
		<Card component="section">
			<CardContent>
				<Typography variant="h2">{title}</Typography>
				<Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
					{summary}
				</Typography>
				<Box role="img" aria-label={`${title}: ${summary}`} sx={{ height: 160 }}>
					<ResponsiveContainer width="100%" height="100%">
						<LineChart
							data={drawn}
							margin={{ top: 4, right: 4, bottom: 0, left: -16 }}
							accessibilityLayer={false}
						>
							<XAxis
								dataKey="at"
								type="number"
								domain={["dataMin", "dataMax"]}
								tick={{ fontSize: 11, fill: palette.text.secondary }}
								tickFormatter={(at: number) => time.format(at)}
								minTickGap={48}
								stroke={palette.divider}
							/>
							<YAxis
								tick={{ fontSize: 11, fill: palette.text.secondary }}
								stroke={palette.divider}
								width={56}
							/>
							<Tooltip
								isAnimationActive={false}
								labelFormatter={at => time.format(Number(at))}
								formatter={(value, key) => [
									number.format(Number(value)) + unit,
									translate(`lyceum.dashboard.${String(key)}`)
								]}
								contentStyle={{
									background: palette.background.paper,
									border: `1px solid ${palette.divider}`,
									color: palette.text.primary
								}}
							/>
							{series.map(({ key, colour }) => (
								<Line
									key={key}
									dataKey={key}
									dot={false}
									connectNulls
									isAnimationActive={false}
									stroke={palette[colour].main}
									strokeWidth={2}
								/>
							))}
						</LineChart>
					</ResponsiveContainer>
				</Box>
			</CardContent>
		</Card>
	);
}

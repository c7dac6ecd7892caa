/** How the library's score went; a part of its own because of the charts' size. */
import { Box, Typography } from "@mui/material";
import { useTheme } from "@mui/material/styles";
import { Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { Benchmarks } from "../quality.ts";
import { useDay } from "../useDay.ts";
import { useWords } from "../useWords.ts";

export default function TrendChart({ trend }: Pick<Benchmarks, "trend">) {
	const words = useWords();
	const day = useDay();
	const { palette } = useTheme();
	const [first, last] = [trend[0]!, trend.at(-1)!];
	const summary = words("dashboard.trendSummary", {
		from: first.mean,
		first: day(first.at),
		to: last.mean,
		last: day(last.at)
	});
	// The ups and downs of a good library would not show on a scale from 0.
	const lowest = Math.min(...trend.map(({ mean }) => mean));
	const from = Math.max(0, Math.floor((lowest - 5) / 10) * 10);
	const tick = { fontSize: 11, fill: palette.text.secondary };
	return (
		<>
			<Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
				{words("dashboard.trendHelp")}
			</Typography>
			<Box
				role="img"
				aria-label={`${words("dashboard.trend")}: ${summary}`}
				sx={{ height: 200 }}
			>
				<ResponsiveContainer width="100%" height="100%">
					<LineChart
						data={trend.map((point, at) => ({ ...point, check: at }))}
						margin={{ top: 8, right: 12, bottom: 0, left: -20 }}
						accessibilityLayer={false}
					>
						<XAxis
							dataKey="check"
							tick={tick}
							tickFormatter={(at: number) => day(trend[at]?.at ?? last.at)}
							minTickGap={64}
							stroke={palette.divider}
						/>
						<YAxis
							domain={[from, 100]}
							tick={tick}
							stroke={palette.divider}
							width={56}
						/>
						<Tooltip
							isAnimationActive={false}
							labelFormatter={at => day(trend[Number(at)]!.at)}
							formatter={value => [String(value), words("dashboard.score")]}
							contentStyle={{
								background: palette.background.paper,
								border: `1px solid ${palette.divider}`,
								color: palette.text.primary
							}}
						/>
						<Line
							dataKey="mean"
							isAnimationActive={false}
							stroke={palette.primary.main}
							strokeWidth={2.5}
							dot={{ r: 3, fill: palette.primary.main }}
						/>
					</LineChart>
				</ResponsiveContainer>
			</Box>
		</>
	);
}

/** How the library stands, where to begin, and what to do about it. */
import { Box, Card, CardActionArea, CardContent, Stack, Typography } from "@mui/material";
import { lazy, Suspense } from "react";
import { LinkBase } from "react-admin";
import { Page } from "../../../layout/Page.tsx";
import { Problem } from "../../../layout/Problem.tsx";
import { Section } from "../../../layout/Section.tsx";
import { useLiveCollection } from "../../../live/useLive.ts";
import { useRequest } from "../../useRequest.ts";
import {
	ACTIVE,
	findingsWith,
	SEVERITIES,
	type Benchmarks,
	type Page as Found,
	type Severity
} from "../quality.ts";
import { useWords } from "../useWords.ts";
import { Bars } from "./Bars.tsx";
import { BenchmarkPanel } from "./BenchmarkPanel.tsx";
import { CheckPanel } from "./CheckPanel.tsx";
import { ReportMenu } from "./ReportMenu.tsx";

const TrendChart = lazy(() => import("./TrendChart.tsx"));

/** Findings that somebody else's check has made are told by no event. */
const LOOK_EVERY_MS = 10_000;

export function QualityDashboard() {
	const words = useWords();
	const { data, error, refetch } = useRequest<Benchmarks>("/quality/benchmarks", {
		key: ["quality", "benchmarks"],
		everyMs: LOOK_EVERY_MS
	});
	useLiveCollection("qualityFindings");
	return (
		<Page title={words("dashboard.label")} actions={<ReportMenu />}>
			{error && <Problem error={error} onRetry={() => void refetch()} />}
			<Stack sx={{ gap: 2 }}>
				{data && <Figures benchmarks={data} />}
				<Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { md: "2fr 1fr" } }}>
					<Section title={words("dashboard.trend")}>
						{data && <Trend trend={data.trend} />}
					</Section>
					<Section title={words("check.title")}>
						<CheckPanel />
					</Section>
				</Box>
				<Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { md: "1fr 1fr 1fr" } }}>
					<Section title={words("dashboard.rules")}>
						{data && <TopRules benchmarks={data} />}
					</Section>
					<Section title={words("dashboard.worst")}>
						{data && <Worst benchmarks={data} />}
					</Section>
					<Section title={words("benchmarks.title")}>
						<BenchmarkPanel />
					</Section>
				</Box>
			</Stack>
		</Page>
	);
}

function Figures({ benchmarks: { chosen } }: { benchmarks: Benchmarks }) {
	const words = useWords();
	if (chosen.items === 0) return <Typography>{words("dashboard.nothing")}</Typography>;
	return (
		<Box
			sx={{
				display: "grid",
				gap: 1.5,
				gridTemplateColumns: "repeat(auto-fit, minmax(150px, 1fr))"
			}}
		>
			<Card>
				<CardContent sx={{ py: 1.5 }}>
					<Typography variant="body2" color="textSecondary">
						{words("dashboard.score")}
					</Typography>
					<Typography sx={{ fontSize: "2rem", fontWeight: 700, lineHeight: 1.2 }}>
						{chosen.score}
					</Typography>
					<Typography variant="body2" color="textSecondary">
						{words("dashboard.scoreHelp", { smart_count: chosen.items })}
					</Typography>
				</CardContent>
			</Card>
			{SEVERITIES.map(severity => (
				<Amount key={severity} severity={severity} />
			))}
		</Box>
	);
}

/** How many findings of a severity are open. */
function Amount({ severity }: { severity: Severity }) {
	const words = useWords();
	const query = `pageSize=1&filter[severity]=${severity}&filter[state][in]=${ACTIVE.join(",")}`;
	const { data } = useRequest<Found<unknown>>(`/quality/findings?${query}`, {
		key: ["qualityFindings", "amount", severity],
		everyMs: LOOK_EVERY_MS
	});
	const total = data?.total ?? 0;
	return (
		<Card>
			<CardActionArea component={LinkBase} to={findingsWith({ severity })}>
				<CardContent sx={{ py: 1.5 }}>
					<Typography variant="body2" color="textSecondary">
						{words(`dashboard.${severity}`, { smart_count: 2 })}
					</Typography>
					<Typography
						sx={{
							fontSize: "2rem",
							fontWeight: 700,
							lineHeight: 1.2,
							color: total > 0 ? `${severity}.main` : "text.primary"
						}}
					>
						{data ? total : "–"}
					</Typography>
				</CardContent>
			</CardActionArea>
		</Card>
	);
}

function Trend({ trend }: Pick<Benchmarks, "trend">) {
	const words = useWords();
	if (trend.length < 2)
		return <Typography color="textSecondary">{words("dashboard.noTrend")}</Typography>;
	return (
		<Suspense fallback={<Box sx={{ height: 230 }} />}>
			<TrendChart trend={trend} />
		</Suspense>
	);
}

function TopRules({ benchmarks: { rules } }: { benchmarks: Benchmarks }) {
	const words = useWords();
	if (rules.length === 0)
		return <Typography color="textSecondary">{words("dashboard.none")}</Typography>;
	return (
		<Bars
			label={words("dashboard.rules")}
			most={rules[0]!.count}
			entries={rules.map(({ rule, count }) => ({
				key: rule,
				label: rule,
				value: count,
				to: findingsWith({ rule })
			}))}
		/>
	);
}

function Worst({ benchmarks: { worst } }: { benchmarks: Benchmarks }) {
	const words = useWords();
	return (
		<>
			<Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
				{words("dashboard.worstHelp")}
			</Typography>
			<Bars
				label={words("dashboard.worstHelp")}
				most={100}
				colour="warning"
				entries={worst.map(({ itemId, title, score }) => ({
					key: itemId,
					label: title || itemId,
					value: score,
					to: findingsWith({ itemId })
				}))}
			/>
		</>
	);
}

/** The first page: how the system is, how much goes on, and what there is to look at. */
import {
	Box,
	Card,
	CardActionArea,
	CardContent,
	Stack,
	ToggleButton,
	ToggleButtonGroup,
	Typography
} from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { LinkBase, useLocale, useTranslate } from "react-admin";
import { request } from "../../api/http.ts";
import { useScreens, type Screen } from "../../api/screens.ts";
import { iconOf } from "../../generic/icons.ts";
import { useScreenName } from "../../generic/useScreenName.ts";
import { Page } from "../../layout/Page.tsx";
import { usePermitted } from "../../layout/usePermitted.ts";
import { useLiveCollection } from "../../live/useLive.ts";
import { HealthChecks } from "../health/Health.tsx";
import { useRequest } from "../useRequest.ts";
import type { NodeHistory, Span } from "./history.ts";

const TrafficCharts = lazy(() => import("./TrafficCharts.tsx"));

/** What is worth a number on the first page: content, people, and what waits for somebody. */
const COUNTED = ["users", "sessions", "deadLetters", "mail", "lockouts"];
const MAX_COUNTED = 10;

const SPANS: Span[] = ["hour", "day"];
const READ_EVERY_MS = 10_000;

export function Dashboard() {
	const translate = useTranslate();
	const { screens } = useScreens();
	const isPermitted = usePermitted();
	const counted = screens
		.filter(({ name, isPlugin }) => isPlugin || COUNTED.includes(name))
		.filter(({ operations }) => operations.includes("count"))
		.sort((one, other) => Number(other.isPlugin) - Number(one.isPlugin))
		.slice(0, MAX_COUNTED);
	return (
		<Page title={translate("ra.page.dashboard")}>
			<Stack sx={{ gap: 2 }}>
				<Box
					sx={{
						display: "grid",
						gap: 1.5,
						gridTemplateColumns: "repeat(auto-fill, minmax(150px, 1fr))"
					}}
				>
					{counted.map(screen => (
						<Amount key={screen.name} screen={screen} />
					))}
				</Box>
				{isPermitted({ action: "manage", subject: "Plugin" }) && <System />}
			</Stack>
		</Page>
	);
}

/** How the machinery does: for those who look after it. */
function System() {
	const translate = useTranslate();
	const [span, setSpan] = useState<Span>("hour");
	const { data } = useRequest<NodeHistory>(`/monitoring/history?span=${span}`, {
		everyMs: READ_EVERY_MS
	});
	return (
		<>
			<Stack
				direction="row"
				sx={{ gap: 1, alignItems: "center", justifyContent: "space-between" }}
			>
				<Typography variant="h2">{translate("lyceum.dashboard.history")}</Typography>
				<ToggleButtonGroup
					exclusive
					size="small"
					value={span}
					aria-label={translate("lyceum.dashboard.span")}
					onChange={(_event, chosen: Span | null) => chosen && setSpan(chosen)}
				>
					{SPANS.map(one => (
						<ToggleButton key={one} value={one}>
							{translate(`lyceum.dashboard.${one}`)}
						</ToggleButton>
					))}
				</ToggleButtonGroup>
			</Stack>
			<Suspense fallback={<Box sx={{ height: 240 }} />}>
				<TrafficCharts points={data?.data ?? []} />
			</Suspense>
			<Typography variant="h2">{translate("lyceum.health.label")}</Typography>
			<HealthChecks />
		</>
	);
}

function Amount({ screen }: { screen: Screen }) {
	const locale = useLocale();
	const { many } = useScreenName();
	const Icon = iconOf(screen.icon);
	useLiveCollection(screen.name);
	const { data } = useQuery({
		queryKey: [screen.name, "count"],
		queryFn: async () => (await request<{ total: number }>(`${screen.path}/count`)).body.total
	});
	return (
		<Card>
			<CardActionArea component={LinkBase} to={`/${screen.name}`}>
				<CardContent sx={{ py: 1.5 }}>
					<Stack
						direction="row"
						sx={{ gap: 1, alignItems: "center", color: "text.secondary" }}
					>
						<Icon fontSize="small" />
						<Typography variant="body2" noWrap>
							{many(screen)}
						</Typography>
					</Stack>
					<Typography sx={{ fontSize: "1.5rem", fontWeight: 650 }}>
						{data === undefined ? "–" : new Intl.NumberFormat(locale).format(data)}
					</Typography>
				</CardContent>
			</CardActionArea>
		</Card>
	);
}

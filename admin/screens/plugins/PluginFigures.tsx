/** How often a plugin is called on the node that serves this page, how that goes, and what it keeps there. */
import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { useLocale, useTranslate } from "react-admin";
import { Problem } from "../../layout/Problem.tsx";
import { useRequest } from "../useRequest.ts";

interface Figures {
	calls: number;
	errors: number;
	faults: number;
	p50: number | null;
	p99: number | null;
}

interface PluginMeasures extends Figures {
	nodeId: string;
	active: number;
	holds: Record<"services" | "actions" | "events" | "models", number>;
	actions: (Figures & { action: string })[];
	routes: (Figures & { method: string; path: string })[];
}

const LOOK_EVERY_MS = 5000;
const COLUMNS = ["calls", "errors", "faults", "p50", "p99"] as const;

/** The first are those that are called most. */
const SHOWN = 8;

export function PluginFigures({ name }: { name: string }) {
	const translate = useTranslate();
	const { data, error, refetch } = useRequest<PluginMeasures>(`/monitoring/plugins/${name}`, {
		everyMs: LOOK_EVERY_MS
	});
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	if (!data) return null;
	const routes = data.routes.map(route => ({ ...route, label: `${route.method} ${route.path}` }));
	const actions = data.actions.map(action => ({ ...action, label: action.action }));
	const all = { ...data, label: translate("lyceum.figures.all") };
	return (
		<>
			<Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
				{translate("lyceum.figures.holds", data.holds)}{" "}
				{translate("lyceum.figures.active", { smart_count: data.active })}
			</Typography>
			<Measured label={translate("lyceum.figures.actions")} rows={[all, ...actions]} />
			{routes.length > 0 && (
				<Measured label={translate("lyceum.figures.routes")} rows={routes} />
			)}
		</>
	);
}

function Measured({ label, rows }: { label: string; rows: (Figures & { label: string })[] }) {
	const translate = useTranslate();
	const locale = useLocale();
	const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
	const shown = (value: number | null, unit = "") =>
		value === null ? "–" : number.format(value) + unit;
	return (
		<Box role="region" aria-label={label} tabIndex={0} sx={{ overflowX: "auto", mb: 2 }}>
			<Table size="small">
				<TableHead>
					<TableRow>
						<TableCell>{label}</TableCell>
						{COLUMNS.map(column => (
							<TableCell key={column} align="right">
								{translate(`lyceum.figures.${column}`)}
							</TableCell>
						))}
					</TableRow>
				</TableHead>
				<TableBody>
					{rows.slice(0, SHOWN).map(row => (
						<TableRow key={row.label}>
							<TableCell sx={{ overflowWrap: "anywhere" }}>{row.label}</TableCell>
							<TableCell align="right">{shown(row.calls)}</TableCell>
							<TableCell align="right">{shown(row.errors)}</TableCell>
							<TableCell align="right">{shown(row.faults)}</TableCell>
							<TableCell align="right">{shown(row.p50, " ms")}</TableCell>
							<TableCell align="right">{shown(row.p99, " ms")}</TableCell>
						</TableRow>
					))}
				</TableBody>
			</Table>
		</Box>
	);
}

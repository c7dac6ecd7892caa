/** What the kernel depends on, and how each of them is. */
import CheckCircle from "@mui/icons-material/CheckCircle";
import ErrorIcon from "@mui/icons-material/Error";
import { Card, List, ListItem, ListItemIcon, ListItemText } from "@mui/material";
import { useTranslate } from "react-admin";
import { Page } from "../../layout/Page.tsx";
import { Problem } from "../../layout/Problem.tsx";
import { useRequest } from "../useRequest.ts";

interface Check {
	status: "ok" | "down";
	latencyMs: number;
	detail?: string;
}

const LOOK_EVERY_MS = 5000;

export function Health() {
	const translate = useTranslate();
	return (
		<Page title={translate("lyceum.health.label")}>
			<HealthChecks />
		</Page>
	);
}

/** Each dependency with its latency. */
export function HealthChecks() {
	const translate = useTranslate();
	const { data, error, refetch } = useRequest<{ checks: Record<string, Check> }>(
		"/health/detailed",
		{
			everyMs: LOOK_EVERY_MS
		}
	);
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	return (
		<Card>
			<List dense>
				{Object.entries(data?.checks ?? {}).map(([name, { status, latencyMs, detail }]) => (
					<ListItem key={name}>
						<ListItemIcon sx={{ minWidth: 36 }}>
							{status === "ok" ? (
								<CheckCircle color="success" />
							) : (
								<ErrorIcon color="error" />
							)}
						</ListItemIcon>
						<ListItemText
							primary={translate(`lyceum.health.${name}`, { _: name })}
							secondary={
								detail ??
								translate("lyceum.health.answers", {
									latency: latencyMs.toFixed(1)
								})
							}
						/>
					</ListItem>
				))}
			</List>
		</Card>
	);
}

/** The plugins: what should run, and what does on each node. */
import Upload from "@mui/icons-material/Upload";
import { Alert, Button, Stack, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { Link, useTranslate } from "react-admin";
import { Choice } from "../../generic/fields/Value.tsx";
import { Overview } from "../../layout/Overview.tsx";
import { Page } from "../../layout/Page.tsx";
import { Problem } from "../../layout/Problem.tsx";
import { useRequest } from "../useRequest.ts";
import { InstallDialog } from "./InstallDialog.tsx";
import type { Plugin } from "./plugin.ts";

/** Errors of plugins are told by no event. */
const LOOK_EVERY_MS = 5000;

export function PluginList() {
	const translate = useTranslate();
	const [isInstalling, setInstalling] = useState(false);
	const { data, error, refetch } = useRequest<{ data: Plugin[] }>("/plugins", {
		key: ["plugins"],
		everyMs: LOOK_EVERY_MS
	});
	return (
		<Page
			title={translate("lyceum.plugins.label")}
			actions={
				<Button
					variant="contained"
					startIcon={<Upload />}
					onClick={() => setInstalling(true)}
				>
					{translate("lyceum.plugins.install")}
				</Button>
			}
		>
			{error && <Problem error={error} onRetry={() => void refetch()} />}
			<Overview
				label={translate("lyceum.plugins.label")}
				columns={["plugin", "state", "desired", "actual", "errors"].map(column =>
					translate(`lyceum.plugins.${column}`)
				)}
			>
				{(data?.data ?? []).map(plugin => (
					<PluginRow key={plugin.name} plugin={plugin} />
				))}
			</Overview>
			{isInstalling && <InstallDialog onClose={() => setInstalling(false)} />}
		</Page>
	);
}

function PluginRow({ plugin }: { plugin: Plugin }) {
	const { name, title, description, state, desired, actual, lastFailure } = plugin;
	const errors = actual.reduce((sum, node) => sum + node.errors, 0);
	return (
		<TableRow hover>
			<TableCell sx={{ minWidth: 220 }}>
				<Link to={`/plugins/${name}`} sx={{ fontWeight: 600 }}>
					{title}
				</Link>
				<Typography variant="body2" color="textSecondary">
					{description}
				</Typography>
				{lastFailure && (
					<Alert severity="warning" sx={{ mt: 0.5, py: 0 }}>
						{lastFailure.version}: {lastFailure.reason}
					</Alert>
				)}
			</TableCell>
			<TableCell>
				<Choice value={state} />
			</TableCell>
			<TableCell>{desired.enabled ? desired.version : "–"}</TableCell>
			<TableCell>
				<Stack>
					{actual.map(node => (
						<span key={node.nodeId}>
							{node.nodeId}: {node.version ?? "–"}
							{node.reason && ` (${node.reason})`}
						</span>
					))}
					{actual.length === 0 && "–"}
				</Stack>
			</TableCell>
			<TableCell sx={{ color: errors > 0 ? "error.main" : undefined }}>{errors}</TableCell>
		</TableRow>
	);
}

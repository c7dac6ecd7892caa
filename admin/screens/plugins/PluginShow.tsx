/** One plugin: what can be done with it, its nodes, permissions and settings. */
import { Alert, Box, Button, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { Confirm, useNavigate, useParams, useTranslate } from "react-admin";
import { Choice, Time } from "../../generic/fields/Value.tsx";
import { Back } from "../../layout/Back.tsx";
import { Page } from "../../layout/Page.tsx";
import { Problem } from "../../layout/Problem.tsx";
import { Section } from "../../layout/Section.tsx";
import { useRequest } from "../useRequest.ts";
import type { Plugin } from "./plugin.ts";
import { LogView } from "../logs/LogView.tsx";
import { PluginFigures } from "./PluginFigures.tsx";
import { PluginSettings } from "./PluginSettings.tsx";
import { usePluginAction, type PluginVerb } from "./usePluginAction.ts";

const LOOK_EVERY_MS = 5000;

export function PluginShow() {
	const translate = useTranslate();
	const { name } = useParams<{ name: string }>();
	const { data, error, refetch } = useRequest<Plugin>(`/plugins/${name}`, {
		key: ["plugins", name],
		everyMs: LOOK_EVERY_MS
	});
	const over = <Back to="/plugins" label={translate("lyceum.plugins.label")} />;
	if (error)
		return (
			<Page title={name} over={over}>
				<Problem error={error} onRetry={() => void refetch()} />
			</Page>
		);
	if (!data) return null;
	return (
		<Page title={data.title} over={over} actions={<Actions plugin={data} />}>
			<Stack sx={{ gap: 2 }}>
				{data.lastFailure && (
					<Alert severity="warning">
						{translate("lyceum.plugins.lastFailure", {
							version: data.lastFailure.version
						})}{" "}
						{data.lastFailure.reason}
					</Alert>
				)}
				<Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { md: "1fr 1fr" } }}>
					<Section title={translate("lyceum.plugins.state")}>
						<Facts plugin={data} />
					</Section>
					<Section title={translate("lyceum.plugins.actual")}>
						<Nodes plugin={data} />
					</Section>
					<Section title={translate("lyceum.plugins.permissions")}>
						<Permissions of={data.permissions} />
					</Section>
					<Section title={translate("lyceum.plugins.settings")}>
						<PluginSettings plugin={data} />
					</Section>
				</Box>
				<Section title={translate("lyceum.figures.label")}>
					<PluginFigures name={data.name} />
				</Section>
				<Section title={translate("lyceum.logs.label")}>
					<LogView plugin={data.name} />
				</Section>
			</Stack>
		</Page>
	);
}

function Facts({ plugin }: { plugin: Plugin }) {
	const translate = useTranslate();
	const { description, state, version, source, previous, requires, updatedAt } = plugin;
	const needs = Object.entries(requires).map(([name, range]) => `${name} ${range}`);
	return (
		<Stack sx={{ gap: 0.75 }}>
			<Typography variant="body2">{description}</Typography>
			<div>
				<Choice value={state} />
			</div>
			<Typography variant="body2">
				{translate("lyceum.plugins.version", { version })} ·{" "}
				{translate(`lyceum.plugins.${source}`)} · <Time value={updatedAt} />
			</Typography>
			{previous && (
				<Typography variant="body2">
					{translate("lyceum.plugins.previous", { version: previous.version })}
				</Typography>
			)}
			{needs.length > 0 && (
				<Typography variant="body2">
					{translate("lyceum.plugins.requires", { names: needs.join(", ") })}
				</Typography>
			)}
		</Stack>
	);
}

function Nodes({ plugin }: { plugin: Plugin }) {
	const translate = useTranslate();
	return (
		<Stack sx={{ gap: 1 }}>
			{plugin.actual.map(node => (
				<Box key={node.nodeId}>
					<Typography variant="body2">
						<strong>{node.nodeId}</strong> · {node.version ?? "–"} ·{" "}
						<Choice value={node.state} /> <Time value={node.since} />
					</Typography>
					{node.reason && <Alert severity="error">{node.reason}</Alert>}
					{node.lastError && (
						<Alert severity="warning" sx={{ mt: 0.5 }}>
							{translate("lyceum.plugins.uncaught", { smart_count: node.errors })}{" "}
							{node.lastError.message}
						</Alert>
					)}
				</Box>
			))}
			{plugin.actual.length === 0 && translate("lyceum.plugins.nowhere")}
		</Stack>
	);
}

export function Permissions({ of }: { of: Record<string, string[]> }) {
	const translate = useTranslate();
	const given = Object.entries(of).filter(([, names]) => names.length > 0);
	if (given.length === 0) return <>{translate("lyceum.plugins.noPermissions")}</>;
	return (
		<Stack sx={{ gap: 0.5 }}>
			{given.map(([kind, names]) => (
				<Typography key={kind} variant="body2">
					<strong>{translate(`lyceum.plugins.may.${kind}`, { _: kind })}:</strong>{" "}
					{names.join(", ")}
				</Typography>
			))}
		</Stack>
	);
}

function Actions({ plugin }: { plugin: Plugin }) {
	const translate = useTranslate();
	const navigate = useNavigate();
	const { run, busy } = usePluginAction(plugin.name);
	const [asked, setAsked] = useState<PluginVerb | null>(null);
	const verbs: PluginVerb[] = [
		plugin.enabled ? "disable" : "enable",
		...(plugin.enabled ? (["reload"] as const) : []),
		...(plugin.previous ? (["rollback"] as const) : []),
		"remove"
	];
	const confirm = async () => {
		const verb = asked!;
		setAsked(null);
		if ((await run(verb)) && verb === "remove") navigate("/plugins");
	};
	return (
		<>
			{verbs.map(verb => (
				<Button
					key={verb}
					color={verb === "remove" ? "error" : "primary"}
					variant={verb === "enable" ? "contained" : "text"}
					disabled={busy !== null}
					onClick={() => (isGrave(verb) ? setAsked(verb) : void run(verb))}
				>
					{translate(`lyceum.plugins.${verb}`)}
				</Button>
			))}
			<Confirm
				isOpen={asked !== null}
				title={translate(`lyceum.plugins.${asked ?? "remove"}`)}
				content={translate(`lyceum.plugins.ask.${asked ?? "remove"}`, {
					name: plugin.title
				})}
				onConfirm={() => void confirm()}
				onClose={() => setAsked(null)}
			/>
		</>
	);
}

/** What takes something away from others is asked about. */
function isGrave(verb: PluginVerb) {
	return ["disable", "rollback", "remove"].includes(verb);
}

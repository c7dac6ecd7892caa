/** What an installation would do: routes, events, permissions, migrations, and the difference of the API. */
import { Alert, Box, Chip, Stack, Typography } from "@mui/material";
import { useTranslate } from "react-admin";
import type { ApiChange, Plan } from "./plugin.ts";
import { Permissions } from "./PluginShow.tsx";

export function PlanView({ plan }: { plan: Plan }) {
	const translate = useTranslate();
	const { adds, migrations, apiDiff, permissions, addedPermissions } = plan;
	const changes = [...apiDiff.removed, ...apiDiff.changed, ...apiDiff.added];
	return (
		<Stack sx={{ gap: 1.5 }} role="region" aria-label={translate("lyceum.plugins.plan")}>
			<Typography variant="h2">
				{plan.name} {plan.version}
			</Typography>
			<Names label={translate("lyceum.plugins.adds.routes")} names={adds.routes} />
			<Names label={translate("lyceum.plugins.adds.collections")} names={adds.collections} />
			<Names label={translate("lyceum.plugins.adds.pages")} names={adds.pages} />
			<Names label={translate("lyceum.plugins.adds.events")} names={adds.events} />
			<Names label={translate("lyceum.plugins.adds.migrations")} names={migrations} />
			<div>
				<Typography variant="h3">{translate("lyceum.plugins.permissions")}</Typography>
				<Permissions of={addedPermissions ?? permissions} />
			</div>
			<div>
				<Typography variant="h3">{translate("lyceum.plugins.difference")}</Typography>
				{apiDiff.breaking.length > 0 && (
					<Alert severity="warning" sx={{ my: 1 }}>
						{translate("lyceum.plugins.breaking", {
							smart_count: apiDiff.breaking.length
						})}
					</Alert>
				)}
				{changes.length === 0 && translate("lyceum.plugins.noDifference")}
				<Box component="ul" sx={{ m: 0, pl: 2 }}>
					{changes.map(change => (
						<Change
							key={`${change.kind} ${change.subject} ${change.sentence}`}
							change={change}
						/>
					))}
				</Box>
			</div>
		</Stack>
	);
}

function Change({ change: { breaking, sentence } }: { change: ApiChange }) {
	const translate = useTranslate();
	return (
		<Typography component="li" variant="body2">
			{sentence}{" "}
			{breaking && (
				<Chip
					size="small"
					color="warning"
					variant="outlined"
					label={translate("lyceum.plugins.breaks")}
				/>
			)}
		</Typography>
	);
}

function Names({ label, names }: { label: string; names: string[] }) {
	if (names.length === 0) return null;
	return (
		<div>
			<Typography variant="h3">{label}</Typography>
			<Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
				{names.join(", ")}
			</Typography>
		</div>
	);
}

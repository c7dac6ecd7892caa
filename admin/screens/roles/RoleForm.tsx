/** The form of a role: who it is for, the matrix, and its rules. */
import { Alert, Card, CardContent, Stack, Typography } from "@mui/material";
import { Link, TextInput, required, useGetList, useTranslate } from "react-admin";
import { FormBar } from "../../generic/edit/FormBar.tsx";
import { useLabel } from "../../generic/labels.ts";
import { useResourceScreen } from "../../generic/useResourceScreen.ts";
import { RuleList } from "./RuleList.tsx";
import { RuleMatrix } from "./RuleMatrix.tsx";

export function RoleForm({ name }: { name?: string }) {
	const translate = useTranslate();
	const label = useLabel(useResourceScreen());
	return (
		<Card>
			<CardContent>
				<Stack sx={{ gap: 2 }}>
					{name && <Affected role={name} />}
					<TextInput
						source="name"
						label={label("name")}
						helperText={translate("lyceum.roles.nameHelp")}
						validate={required()}
						disabled={name !== undefined}
					/>
					<TextInput
						source="description"
						label={label("description")}
						helperText={false}
					/>
					<Typography variant="h2">{translate("lyceum.roles.matrix")}</Typography>
					<Typography variant="body2" color="textSecondary">
						{translate("lyceum.roles.matrixHelp")}
					</Typography>
					<RuleMatrix />
					<Typography variant="h2">{translate("lyceum.roles.rules")}</Typography>
					<RuleList />
				</Stack>
			</CardContent>
			<FormBar />
		</Card>
	);
}

/** Who is held to the role's rules now. */
function Affected({ role }: { role: string }) {
	const translate = useTranslate();
	const where = [{ field: "roles", operator: "eq", value: role }];
	const { total = 0 } = useGetList("users", {
		pagination: { page: 1, perPage: 1 },
		filter: { where }
	});
	const filter = encodeURIComponent(JSON.stringify({ where }));
	return (
		<Alert severity="info">
			{translate("lyceum.roles.affected", { smart_count: total })}{" "}
			<Link to={`/users?filter=${filter}`}>{translate("lyceum.roles.showThem")}</Link>
		</Alert>
	);
}

/** The form of a role: who it is for, the matrix, and its rules. */
import { Card, CardContent, Stack, Typography } from "@mui/material";
import { TextInput, required, useTranslate } from "react-admin";
import { FormBar } from "../../generic/edit/FormBar.tsx";
import { useLabel } from "../../generic/labels.ts";
import { useResourceScreen } from "../../generic/useResourceScreen.ts";
import { RoleEffect } from "./RoleEffect.tsx";
import { RuleList } from "./RuleList.tsx";
import { RuleMatrix } from "./RuleMatrix.tsx";
import { useRolePreview } from "./useRolePreview.ts";

export function RoleForm({ name }: { name?: string }) {
	const translate = useTranslate();
	const label = useLabel(useResourceScreen());
	const preview = useRolePreview();
	return (
		<Card>
			<CardContent>
				<Stack sx={{ gap: 2 }}>
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
					<RuleList problems={preview.data?.problems ?? []} />
					<Typography variant="h2">{translate("lyceum.roles.effect.label")}</Typography>
					<RoleEffect preview={preview} />
				</Stack>
			</CardContent>
			<FormBar />
		</Card>
	);
}

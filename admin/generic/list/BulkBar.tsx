/** What can be done with the chosen documents. */
import Delete from "@mui/icons-material/Delete";
import Edit from "@mui/icons-material/Edit";
import { Button, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { useListContext, useTranslate } from "react-admin";
import { useChanging } from "../useChanging.ts";
import { useResourceScreen } from "../useResourceScreen.ts";
import { BulkEditDialog } from "./BulkEditDialog.tsx";

export function BulkBar() {
	const translate = useTranslate();
	const { name, operations } = useResourceScreen();
	const { selectedIds, onUnselectItems } = useListContext();
	const { change, isBusy } = useChanging(name);
	const [isEditing, setEditing] = useState(false);
	if (selectedIds.length === 0) return null;
	const ids = selectedIds.map(String);
	const apply = async (
		message: string,
		wishOf: (id: string) => Parameters<typeof change>[1][number]
	) => {
		setEditing(false);
		await change(message, ids.map(wishOf));
		onUnselectItems();
	};
	return (
		<Stack
			direction="row"
			role="toolbar"
			aria-label={translate("lyceum.bulk.label")}
			sx={{ px: 2, py: 0.75, gap: 1, alignItems: "center", bgcolor: "action.selected" }}
		>
			<Typography variant="body2" sx={{ flexGrow: 1, fontWeight: 600 }}>
				{translate("ra.action.bulk_actions", { smart_count: ids.length })}
			</Typography>
			{operations.includes("update") && (
				<Button startIcon={<Edit />} disabled={isBusy} onClick={() => setEditing(true)}>
					{translate("ra.action.edit")}
				</Button>
			)}
			{operations.includes("remove") && (
				<Button
					color="error"
					startIcon={<Delete />}
					disabled={isBusy}
					onClick={() =>
						void apply("lyceum.changes.removed", id => ({ id, remove: true }))
					}
				>
					{translate("ra.action.delete")}
				</Button>
			)}
			<Button onClick={() => onUnselectItems()}>{translate("ra.action.unselect")}</Button>
			{isEditing && (
				<BulkEditDialog
					count={ids.length}
					onClose={() => setEditing(false)}
					onSave={set => void apply("lyceum.changes.changed", id => ({ id, set }))}
				/>
			)}
		</Stack>
	);
}

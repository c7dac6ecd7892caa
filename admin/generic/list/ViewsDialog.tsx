/** Saves the list as it is under a name, for oneself or a role, and removes saved views. */
import Delete from "@mui/icons-material/Delete";
import {
	Button,
	Dialog,
	DialogActions,
	DialogContent,
	DialogTitle,
	IconButton,
	ListItemText,
	MenuItem,
	Stack,
	TextField
} from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useOfferedRoles } from "./useOfferedRoles.ts";
import type { View } from "./useSavedViews.ts";

interface ViewsDialogProps {
	views: View[];
	onSave: (name: string, sharedWith: string[]) => void;
	onRemove: (view: View) => void;
	onClose: () => void;
}

export function ViewsDialog({ views, onSave, onRemove, onClose }: ViewsDialogProps) {
	const translate = useTranslate();
	const [name, setName] = useState("");
	const [roles, setRoles] = useState<string[]>([]);
	const offered = useOfferedRoles();
	const own = views.filter(({ isOwn }) => isOwn);
	return (
		<Dialog open onClose={onClose} aria-labelledby="views-title" fullWidth maxWidth="xs">
			<DialogTitle id="views-title">{translate("lyceum.views.label")}</DialogTitle>
			<DialogContent>
				<TextField
					autoFocus
					fullWidth
					size="small"
					margin="dense"
					label={translate("lyceum.views.name")}
					value={name}
					onChange={event => setName(event.target.value)}
					slotProps={{ htmlInput: { maxLength: 80 } }}
				/>
				<TextField
					select
					fullWidth
					size="small"
					margin="dense"
					label={translate("lyceum.views.share")}
					value={roles}
					onChange={event => setRoles([event.target.value].flat())}
					slotProps={{ select: { multiple: true } }}
				>
					{offered.map(role => (
						<MenuItem key={role} value={role}>
							{role}
						</MenuItem>
					))}
				</TextField>
				{own.map(view => (
					<Stack key={view.id} direction="row" sx={{ alignItems: "center" }}>
						<ListItemText primary={view.name} secondary={view.sharedWith.join(", ")} />
						<IconButton
							aria-label={translate("lyceum.views.remove", { name: view.name })}
							onClick={() => onRemove(view)}
						>
							<Delete fontSize="small" />
						</IconButton>
					</Stack>
				))}
			</DialogContent>
			<DialogActions>
				<Button onClick={onClose}>{translate("ra.action.close")}</Button>
				<Button
					variant="contained"
					disabled={name.trim() === ""}
					onClick={() => onSave(name.trim(), roles)}
				>
					{translate("ra.action.save")}
				</Button>
			</DialogActions>
		</Dialog>
	);
}

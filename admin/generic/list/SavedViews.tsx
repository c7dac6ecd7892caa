/** Views: a filter, an order and columns under a name, kept in this browser. */
import Bookmarks from "@mui/icons-material/Bookmarks";
import Delete from "@mui/icons-material/Delete";
import {
	Button,
	Dialog,
	DialogActions,
	DialogContent,
	DialogTitle,
	Divider,
	IconButton,
	ListItemText,
	Menu,
	MenuItem,
	Stack,
	TextField,
	Tooltip
} from "@mui/material";
import { useState } from "react";
import { useListContext, useStore, useTranslate, type SortPayload } from "react-admin";
import type { ListFilter } from "../../providers/filterQuery.ts";
import { useColumns } from "../useColumns.ts";
import { useResourceScreen } from "../useResourceScreen.ts";
import { useListFilter } from "./useListFilter.ts";

interface View {
	name: string;
	filter: ListFilter;
	sort: SortPayload;
	columns: string[];
}

export function SavedViews() {
	const translate = useTranslate();
	const screen = useResourceScreen();
	const { columns, setColumns } = useColumns(screen);
	const { sort, setSort } = useListContext();
	const { q, where, set } = useListFilter();
	const [views, setViews] = useStore<View[]>(`views.${screen.name}`, []);
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const [isNaming, setNaming] = useState(false);
	const apply = (view: View) => {
		setColumns(view.columns);
		setSort(view.sort);
		set(view.filter);
		setAnchor(null);
	};
	const save = (name: string) => {
		const others = views.filter(view => view.name !== name);
		setViews([...others, { name, filter: { q, where }, sort, columns }]);
		setNaming(false);
	};
	return (
		<>
			<Tooltip title={translate("lyceum.views.label")}>
				<IconButton
					aria-label={translate("lyceum.views.label")}
					aria-haspopup="menu"
					onClick={event => setAnchor(event.currentTarget)}
				>
					<Bookmarks />
				</IconButton>
			</Tooltip>
			<Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
				{views.map(view => (
					<MenuItem key={view.name} onClick={() => apply(view)}>
						<ListItemText primary={view.name} />
					</MenuItem>
				))}
				{views.length > 0 && <Divider component="li" />}
				<MenuItem
					onClick={() => {
						setAnchor(null);
						setNaming(true);
					}}
				>
					{translate("lyceum.views.edit")}
				</MenuItem>
			</Menu>
			{isNaming && (
				<ViewsDialog
					views={views}
					onSave={save}
					onRemove={name => setViews(views.filter(view => view.name !== name))}
					onClose={() => setNaming(false)}
				/>
			)}
		</>
	);
}

interface ViewsDialogProps {
	views: View[];
	onSave: (name: string) => void;
	onRemove: (name: string) => void;
	onClose: () => void;
}

function ViewsDialog({ views, onSave, onRemove, onClose }: ViewsDialogProps) {
	const translate = useTranslate();
	const [name, setName] = useState("");
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
				/>
				{views.map(view => (
					<Stack key={view.name} direction="row" sx={{ alignItems: "center" }}>
						<ListItemText primary={view.name} />
						<IconButton
							aria-label={translate("lyceum.views.remove", { name: view.name })}
							onClick={() => onRemove(view.name)}
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
					onClick={() => onSave(name.trim())}
				>
					{translate("ra.action.save")}
				</Button>
			</DialogActions>
		</Dialog>
	);
}

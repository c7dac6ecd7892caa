/** Views: a filter, an order and columns under a name, kept on the server and shared with roles. */
import Bookmarks from "@mui/icons-material/Bookmarks";
import { Divider, IconButton, ListItemText, Menu, MenuItem, Tooltip } from "@mui/material";
import { useState } from "react";
import { useListContext, useTranslate } from "react-admin";
import { useTell } from "../../layout/useTell.tsx";
import { useColumns } from "../useColumns.ts";
import { useResourceScreen } from "../useResourceScreen.ts";
import { useListFilter } from "./useListFilter.ts";
import { useSavedViews, type View } from "./useSavedViews.ts";
import { ViewsDialog } from "./ViewsDialog.tsx";

export function SavedViews() {
	const translate = useTranslate();
	const { tellError } = useTell();
	const screen = useResourceScreen();
	const { columns, setColumns } = useColumns(screen);
	const { sort, setSort } = useListContext();
	const { q, where, set } = useListFilter();
	const { views, save, remove } = useSavedViews(screen.name);
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const [isNaming, setNaming] = useState(false);
	const apply = (view: View) => {
		setColumns(view.columns);
		setSort(view.sort);
		set(view.filter);
		setAnchor(null);
	};
	const keep = async (name: string, sharedWith: string[]) => {
		try {
			await save({ name, filter: { q, where }, sort, columns, sharedWith });
			setNaming(false);
		} catch (error) {
			tellError(error);
		}
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
					<MenuItem key={view.id} onClick={() => apply(view)}>
						<ListItemText
							primary={view.name}
							secondary={view.isOwn ? null : translate("lyceum.views.shared")}
						/>
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
					onSave={(name, roles) => void keep(name, roles)}
					onRemove={view => void remove(view).catch(tellError)}
					onClose={() => setNaming(false)}
				/>
			)}
		</>
	);
}

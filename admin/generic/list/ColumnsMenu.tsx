/** Which columns a list shows. */
import CheckBox from "@mui/icons-material/CheckBox";
import CheckBoxOutlineBlank from "@mui/icons-material/CheckBoxOutlineBlank";
import ViewColumn from "@mui/icons-material/ViewColumn";
import { IconButton, ListItemIcon, ListItemText, Menu, MenuItem, Tooltip } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useLabel } from "../labels.ts";
import { useColumns } from "../useColumns.ts";
import { useResourceScreen } from "../useResourceScreen.ts";

export function ColumnsMenu() {
	const translate = useTranslate();
	const screen = useResourceScreen();
	const label = useLabel(screen);
	const { columns, possible, setColumns } = useColumns(screen);
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const toggle = (column: string) => {
		const next = columns.includes(column)
			? columns.filter(one => one !== column)
			: [...columns, column];
		if (next.length > 0) setColumns(next);
	};
	return (
		<>
			<Tooltip title={translate("ra.action.select_columns")}>
				<IconButton
					aria-label={translate("ra.action.select_columns")}
					aria-haspopup="menu"
					onClick={event => setAnchor(event.currentTarget)}
				>
					<ViewColumn />
				</IconButton>
			</Tooltip>
			<Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
				{possible.map(column => (
					<MenuItem
						key={column}
						dense
						role="menuitemcheckbox"
						aria-checked={columns.includes(column)}
						onClick={() => toggle(column)}
					>
						<ListItemIcon>
							{columns.includes(column) ? <CheckBox /> : <CheckBoxOutlineBlank />}
						</ListItemIcon>
						<ListItemText primary={label(column)} />
					</MenuItem>
				))}
				<MenuItem dense onClick={() => setColumns(null)}>
					{translate("lyceum.list.declaredColumns")}
				</MenuItem>
			</Menu>
		</>
	);
}

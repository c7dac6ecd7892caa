/** The page of a list on a phone: one below the other. */
import { Box, Checkbox, Divider, List, ListItem, Stack, Typography } from "@mui/material";
import { useListContext, useTranslate, type RaRecord } from "react-admin";
import type { Screen } from "../../api/screens.ts";
import { titleOf } from "../fields/Reference.tsx";
import { useLabel } from "../labels.ts";
import { useColumns } from "../useColumns.ts";
import { useResourceScreen } from "../useResourceScreen.ts";
import { canSelect } from "./canSelect.ts";
import { Cell, Nothing, RowLink } from "./Table.tsx";

/** Enough to know what it is. */
const SHOWN_FIELDS = 4;

export function Cards() {
	const screen = useResourceScreen();
	const { columns } = useColumns(screen);
	const { data = [], isPending } = useListContext();
	if (!isPending && data.length === 0) return <Nothing />;
	return (
		<List disablePadding aria-busy={isPending}>
			{data.map(record => (
				<Item key={record.id} record={record} screen={screen} columns={columns} />
			))}
		</List>
	);
}

function Item({
	record,
	screen,
	columns
}: {
	record: RaRecord;
	screen: Screen;
	columns: string[];
}) {
	const label = useLabel(screen);
	const translate = useTranslate();
	const { selectedIds, onToggleItem } = useListContext();
	const title = titleOf(record, screen);
	const others = columns.filter(column => column !== screen.title).slice(0, SHOWN_FIELDS);
	return (
		<ListItem disablePadding sx={{ display: "block" }}>
			<Stack direction="row" sx={{ py: 1, px: 1, gap: 0.5, alignItems: "flex-start" }}>
				{canSelect(screen) && (
					<Checkbox
						size="small"
						checked={selectedIds.includes(record.id)}
						onChange={() => onToggleItem(record.id)}
						slotProps={{
							input: { "aria-label": translate("lyceum.list.select", { title }) }
						}}
					/>
				)}
				<Box sx={{ minWidth: 0, flexGrow: 1, pt: 0.75 }}>
					<RowLink screen={screen} record={record}>
						{title}
					</RowLink>
					{others.map(column => (
						<Typography
							key={column}
							variant="body2"
							component="div"
							color="textSecondary"
						>
							{label(column)}:{" "}
							<Cell screen={screen} record={record} column={column} />
						</Typography>
					))}
				</Box>
			</Stack>
			<Divider />
		</ListItem>
	);
}

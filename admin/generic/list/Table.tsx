/** The page of a list as a table. */
import {
	Box,
	Checkbox,
	Table as MuiTable,
	TableBody,
	TableCell,
	TableContainer,
	TableHead,
	TableRow,
	TableSortLabel,
	Typography
} from "@mui/material";
import { Link, useListContext, useTranslate, type RaRecord } from "react-admin";
import type { Screen } from "../../api/screens.ts";
import { Value } from "../fields/Value.tsx";
import { titleOf } from "../fields/Reference.tsx";
import { kindOf, schemaAt } from "../kinds.ts";
import { useLabel } from "../labels.ts";
import { useColumns } from "../useColumns.ts";
import { useResourceScreen } from "../useResourceScreen.ts";
import { canSelect } from "./canSelect.ts";

export function Table() {
	const screen = useResourceScreen();
	const { columns } = useColumns(screen);
	const { data = [], isPending } = useListContext();
	const translate = useTranslate();
	return (
		<TableContainer tabIndex={0} role="region" aria-label={translate("lyceum.list.table")}>
			<MuiTable size="small" aria-busy={isPending}>
				<Head screen={screen} columns={columns} />
				<TableBody>
					{data.map(record => (
						<Row key={record.id} record={record} screen={screen} columns={columns} />
					))}
				</TableBody>
			</MuiTable>
			{!isPending && data.length === 0 && <Nothing />}
		</TableContainer>
	);
}

interface HeadProps {
	screen: Screen;
	columns: string[];
}

function Head({ screen, columns }: HeadProps) {
	const label = useLabel(screen);
	const { sort, setSort } = useListContext();
	const sortable = new Set(screen.fields.filter(({ array }) => !array).map(({ path }) => path));
	const direction = sort.order === "DESC" ? "desc" : "asc";
	return (
		<TableHead>
			<TableRow>
				{canSelect(screen) && <SelectPage />}
				{columns.map(column => (
					<TableCell
						key={column}
						sortDirection={sort.field === column ? direction : false}
						align={alignOf(screen, column)}
					>
						{sortable.has(column) ? (
							<TableSortLabel
								active={sort.field === column}
								direction={sort.field === column ? direction : "asc"}
								onClick={() =>
									setSort({ field: column, order: nextOrder(sort, column) })
								}
							>
								{label(column)}
							</TableSortLabel>
						) : (
							label(column)
						)}
					</TableCell>
				))}
			</TableRow>
		</TableHead>
	);
}

function nextOrder(sort: { field: string; order: string }, column: string): "ASC" | "DESC" {
	return sort.field === column && sort.order === "ASC" ? "DESC" : "ASC";
}

function SelectPage() {
	const translate = useTranslate();
	const { data = [], selectedIds, onSelect } = useListContext();
	const own = data.filter(({ id }) => selectedIds.includes(id)).length;
	const ids = data.map(({ id }) => id);
	const others = selectedIds.filter(id => !ids.includes(id));
	return (
		<TableCell padding="checkbox">
			<Checkbox
				size="small"
				checked={data.length > 0 && own === data.length}
				indeterminate={own > 0 && own < data.length}
				onChange={(_event, checked) => onSelect(checked ? [...others, ...ids] : others)}
				slotProps={{ input: { "aria-label": translate("ra.action.select_all") } }}
			/>
		</TableCell>
	);
}

function Row({ record, screen, columns }: HeadProps & { record: RaRecord }) {
	const translate = useTranslate();
	const { selectedIds, onToggleItem } = useListContext();
	const title = titleOf(record, screen);
	const named = columns.includes(screen.title) ? screen.title : columns[0];
	return (
		<TableRow hover selected={selectedIds.includes(record.id)}>
			{canSelect(screen) && (
				<TableCell padding="checkbox">
					<Checkbox
						size="small"
						checked={selectedIds.includes(record.id)}
						onChange={() => onToggleItem(record.id)}
						slotProps={{
							input: { "aria-label": translate("lyceum.list.select", { title }) }
						}}
					/>
				</TableCell>
			)}
			{columns.map(column => (
				<TableCell key={column} align={alignOf(screen, column)}>
					{column === named ? (
						<RowLink screen={screen} record={record}>
							<Cell screen={screen} record={record} column={column} />
						</RowLink>
					) : (
						<Cell screen={screen} record={record} column={column} />
					)}
				</TableCell>
			))}
		</TableRow>
	);
}

interface RowLinkProps {
	screen: Screen;
	record: RaRecord;
	children: React.ReactNode;
}

/** The way to the document; without one where it cannot be read by itself. */
export function RowLink({ screen, record, children }: RowLinkProps) {
	const schema = schemaAt(screen.schema, screen.title);
	// A link within a link is none.
	if (!screen.operations.includes("get") || (schema && kindOf(schema) === "reference"))
		return <>{children}</>;
	return (
		<Link
			to={`/${screen.name}/${encodeURIComponent(record.id)}/show`}
			sx={{ fontWeight: 600, color: "text.primary", textDecorationColor: "transparent" }}
		>
			{children}
		</Link>
	);
}

export function Cell({
	screen,
	record,
	column
}: {
	screen: Screen;
	record: RaRecord;
	column: string;
}) {
	return (
		<Value
			dense
			value={record[column]}
			schema={schemaAt(screen.schema, column) ?? {}}
			resource={screen.name}
			path={column}
		/>
	);
}

function alignOf({ schema }: Screen, column: string) {
	const own = schemaAt(schema, column);
	return own && kindOf(own) === "number" ? "right" : "left";
}

export function Nothing() {
	const translate = useTranslate();
	const { filterValues } = useListContext();
	const isFiltered = Object.keys(filterValues).length > 0;
	return (
		<Box sx={{ p: 4, textAlign: "center" }}>
			<Typography color="textSecondary">
				{translate(isFiltered ? "lyceum.list.noneFiltered" : "lyceum.list.none")}
			</Typography>
		</Box>
	);
}

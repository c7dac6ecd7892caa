/** The tree of a course. Each row has a handle: to drag it by, and to move it by keyboard. */
import DragIndicator from "@mui/icons-material/DragIndicator";
import ExpandLess from "@mui/icons-material/ExpandLess";
import ExpandMore from "@mui/icons-material/ExpandMore";
import { Box, IconButton, Stack, Typography } from "@mui/material";
import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent } from "react";
import { Link, useTranslate } from "react-admin";
import { placeOf } from "../item.ts";
import { KindIcon, StatusChip } from "../Marks.tsx";
import { RowMenu } from "./RowMenu.tsx";
import {
	above,
	below,
	flatRows,
	inside,
	outside,
	type Branch,
	type Entry,
	type Leaf,
	type Row,
	type Target,
	type Tree
} from "./tree.ts";

/** What is being dragged: a row, or something from the library. */
export interface Dragged {
	row?: Row;
	added?: { entry: Entry; known: Leaf | Branch };
}

interface CourseTreeProps {
	tree: Tree;
	rows: Row[];
	mayChange: (branchId: string) => boolean;
	dragged: Dragged | null;
	onDrag: (dragged: Dragged | null) => void;
	onDrop: (target: Target) => void;
	onMove: (row: Row, target: Target | null) => void;
	onRemove: (row: Row) => void;
	onDetails: (branch: Branch) => void;
	/** What shall have the keyboard now: it was moved there. */
	focused: { path: string[]; id: string } | null;
	onFocused: () => void;
}

export function CourseTree(props: CourseTreeProps) {
	const { tree, rows, focused, onFocused, dragged, mayChange, onDrop } = props;
	const list = useRef<HTMLDivElement>(null);
	const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
	useEffect(() => {
		if (!focused) return;
		const key = `${focused.path.join("/")}/${focused.id}`;
		list.current?.querySelector<HTMLElement>(`[data-handle="${CSS.escape(key)}"]`)?.focus();
		onFocused();
	}, [focused, rows]);
	const toggle = (key: string) =>
		setClosed(known =>
			known.has(key)
				? new Set([...known].filter(one => one !== key))
				: new Set([...known, key])
		);
	/** The handles one after the other, as they are on the page. */
	const step = (row: Row, by: 1 | -1) => {
		const shown = flatRows(rows, key => closed.has(key));
		const next = shown[shown.findIndex(({ key }) => key === row.key) + by];
		if (!next) return;
		const handle = `[data-handle="${CSS.escape(next.key)}"]`;
		list.current?.querySelector<HTMLElement>(handle)?.focus();
	};
	const end = { path: [tree.rootId], at: rows.length };
	return (
		<div ref={list}>
			<Rows {...props} closed={closed} onToggle={toggle} onStep={step} />
			{dragged && mayChange(tree.rootId) && <DropArea onDrop={() => onDrop(end)} />}
		</div>
	);
}

interface RowsProps extends CourseTreeProps {
	closed: ReadonlySet<string>;
	onToggle: (key: string) => void;
	onStep: (row: Row, by: 1 | -1) => void;
}

function Rows(props: RowsProps) {
	return (
		<Stack component="ol" sx={{ m: 0, p: 0, gap: 0.5, listStyle: "none" }}>
			{props.rows.map(row => (
				<Box component="li" key={row.key}>
					<OneRow {...props} row={row} />
				</Box>
			))}
		</Stack>
	);
}

type Edge = "before" | "into" | "after";

function OneRow(props: RowsProps & { row: Row }) {
	const { row, tree, closed, onToggle, dragged, onDrop, mayChange } = props;
	const translate = useTranslate();
	const [edge, setEdge] = useState<Edge | null>(null);
	const isClosed = closed.has(row.key);
	const mayMove = mayChange(row.path.at(-1)!);
	const branch = row.entry.type === "collection" ? tree.branches.get(row.entry.id) : undefined;
	const takesIn = branch !== undefined && mayChange(branch.id);

	const over = (event: DragEvent) => {
		if (!dragged || dragged.row?.key === row.key) return;
		const next = edgeAt(event, mayMove, takesIn);
		if (next) event.preventDefault();
		setEdge(next);
	};
	const drop = (event: DragEvent) => {
		event.preventDefault();
		setEdge(null);
		if (edge) onDrop(targetOf(row, edge, branch));
	};
	return (
		<>
			<Stack
				direction="row"
				onDragOver={over}
				onDragLeave={() => setEdge(null)}
				onDrop={drop}
				sx={{
					gap: 0.75,
					alignItems: "center",
					border: 1,
					borderColor: edge === "into" ? "primary.main" : "divider",
					borderRadius: 1,
					px: 0.5,
					py: 0.25,
					bgcolor: branch ? "action.hover" : "background.paper",
					opacity: dragged?.row?.key === row.key ? 0.5 : 1,
					boxShadow:
						edge === "before" ? LINE_ABOVE : edge === "after" ? LINE_BELOW : "none"
				}}
			>
				{mayMove && <Handle {...props} />}
				{branch && row.rows && (
					<IconButton
						aria-expanded={!isClosed}
						aria-label={translate("content.courses.toggle", { title: row.title })}
						onClick={() => onToggle(row.key)}
					>
						{isClosed ? <ExpandMore /> : <ExpandLess />}
					</IconButton>
				)}
				<KindIcon kind={row.kind} />
				<RowTitle row={row} />
				{row.status && <StatusChip status={row.status} />}
				{mayMove && <RowMenu {...props} />}
			</Stack>
			{branch && row.rows && !isClosed && (
				<Box sx={{ pl: { xs: 2, sm: 4 }, pt: 0.5, pb: 0.5 }}>
					{row.rows.length === 0 ? (
						<Typography variant="body2" color="textSecondary" sx={{ py: 0.5 }}>
							{translate("content.courses.emptyModule")}
						</Typography>
					) : (
						<Rows {...props} rows={row.rows} />
					)}
				</Box>
			)}
		</>
	);
}

const LINE_ABOVE = "0 -3px 0 0 currentColor";
const LINE_BELOW = "0 3px 0 0 currentColor";

/** The upper and the lower end of a row are before and after it; the middle of a module is in it. */
function edgeAt(event: DragEvent, mayMove: boolean, takesIn: boolean): Edge | null {
	const { top, height } = event.currentTarget.getBoundingClientRect();
	const part = (event.clientY - top) / height;
	if (takesIn && (!mayMove || (part > 0.25 && part < 0.75))) return "into";
	if (!mayMove) return null;
	return part < 0.5 ? "before" : "after";
}

function targetOf(row: Row, edge: Edge, branch: Branch | undefined): Target {
	if (edge === "into" && branch)
		return { path: [...row.path, branch.id], at: branch.entries.length };
	return { path: row.path, at: edge === "before" ? row.at : row.at + 1 };
}

function RowTitle({ row }: { row: Row }) {
	const translate = useTranslate();
	const { entry, title, isUnknown } = row;
	if (isUnknown)
		return (
			<Typography color="textSecondary" sx={{ flexGrow: 1, minWidth: 0 }} noWrap>
				{translate("content.courses.unknown")}
			</Typography>
		);
	const to =
		entry.type === "item"
			? placeOf(entry.id)
			: `/contentCollections/${encodeURIComponent(entry.id)}/show`;
	return (
		<Link
			to={to}
			draggable={false}
			sx={{
				flexGrow: 1,
				minWidth: 0,
				overflowWrap: "anywhere",
				color: "text.primary",
				fontWeight: entry.type === "collection" ? 600 : 400,
				textDecorationColor: "transparent"
			}}
		>
			{title}
		</Link>
	);
}

function Handle({ row, tree, onMove, onDrag, onStep, onRemove }: RowsProps & { row: Row }) {
	const translate = useTranslate();
	const parent = tree.branches.get(row.path.at(-1)!)?.title ?? "";
	const moves: Record<string, () => Target | null> = {
		ArrowUp: () => above(tree, row),
		ArrowDown: () => below(tree, row),
		ArrowRight: () => inside(tree, row),
		ArrowLeft: () => outside(tree, row)
	};
	const onKeyDown = (event: KeyboardEvent) => {
		const target = moves[event.key];
		if (event.altKey && target) {
			event.preventDefault();
			onMove(row, target());
		} else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
			event.preventDefault();
			onStep(row, event.key === "ArrowUp" ? -1 : 1);
		} else if (event.key === "Delete") {
			event.preventDefault();
			onStep(row, row.at === row.size - 1 ? -1 : 1);
			onRemove(row);
		}
	};
	return (
		<IconButton
			draggable
			data-handle={row.key}
			aria-label={translate("content.courses.handle", {
				title: row.title,
				place: row.at + 1,
				size: row.size,
				parent
			})}
			aria-describedby="course-keys"
			onKeyDown={onKeyDown}
			onDragStart={event => {
				event.dataTransfer.effectAllowed = "move";
				event.dataTransfer.setData("text/plain", row.title);
				onDrag({ row });
			}}
			onDragEnd={() => onDrag(null)}
			sx={{ cursor: "grab" }}
		>
			<DragIndicator fontSize="small" />
		</IconButton>
	);
}

function DropArea({ onDrop }: { onDrop: () => void }) {
	const translate = useTranslate();
	const [isOver, setOver] = useState(false);
	return (
		<Box
			onDragOver={(event: DragEvent) => {
				event.preventDefault();
				setOver(true);
			}}
			onDragLeave={() => setOver(false)}
			onDrop={(event: DragEvent) => {
				event.preventDefault();
				onDrop();
			}}
			sx={{
				mt: 0.5,
				p: 2,
				textAlign: "center",
				border: 1,
				borderStyle: "dashed",
				borderColor: isOver ? "primary.main" : "divider",
				borderRadius: 1,
				color: "text.secondary"
			}}
		>
			{translate("content.courses.dropHere")}
		</Box>
	);
}

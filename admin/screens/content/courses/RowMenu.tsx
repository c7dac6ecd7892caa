/** What can be done with a row of a course, for whoever neither drags nor knows the keys. */
import MoreVert from "@mui/icons-material/MoreVert";
import { IconButton, Menu, MenuItem } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import {
	above,
	below,
	inside,
	outside,
	type Branch,
	type Row,
	type Target,
	type Tree
} from "./tree.ts";

interface RowMenuProps {
	row: Row;
	tree: Tree;
	mayChange: (branchId: string) => boolean;
	onMove: (row: Row, target: Target | null) => void;
	onRemove: (row: Row) => void;
	onDetails: (branch: Branch) => void;
}

export function RowMenu({ row, tree, mayChange, onMove, onRemove, onDetails }: RowMenuProps) {
	const translate = useTranslate();
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const branch = row.entry.type === "collection" ? tree.branches.get(row.entry.id) : undefined;
	const into = inside(tree, row);
	const parent = tree.branches.get(row.path.at(-1)!)?.title ?? "";
	const moves = [
		{ name: "up", target: above(tree, row) },
		{ name: "down", target: below(tree, row) },
		{ name: "into", target: into, parent: into?.title },
		{ name: "out", target: outside(tree, row), parent }
	];
	const pick = (work: () => void) => () => {
		setAnchor(null);
		work();
	};
	return (
		<>
			<IconButton
				aria-haspopup="menu"
				aria-label={translate("content.courses.menu", { title: row.title })}
				onClick={event => setAnchor(event.currentTarget)}
			>
				<MoreVert fontSize="small" />
			</IconButton>
			<Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
				{moves.flatMap(({ name, target, parent: title }) =>
					target
						? [
								<MenuItem key={name} onClick={pick(() => onMove(row, target))}>
									{translate(`content.courses.moves.${name}`, { title })}
								</MenuItem>
							]
						: []
				)}
				{branch && mayChange(branch.id) && (
					<MenuItem onClick={pick(() => onDetails(branch))}>
						{translate("content.courses.details")}
					</MenuItem>
				)}
				<MenuItem onClick={pick(() => onRemove(row))}>
					{translate("content.courses.remove")}
				</MenuItem>
			</Menu>
		</>
	);
}

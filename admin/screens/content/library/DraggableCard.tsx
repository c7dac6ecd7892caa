/** Something that can be taken, by its button or by dragging it to where it shall be. */
import Add from "@mui/icons-material/Add";
import { Box, Button } from "@mui/material";
import type { DragEvent, ReactNode } from "react";
import { useTranslate } from "react-admin";
import { KindIcon } from "../Marks.tsx";

interface DraggableCardProps {
	kind: string;
	title: string;
	isTaken: boolean;
	onTake: () => void;
	/** Where it can be dragged to somewhere. */
	onDragStart?: (event: DragEvent) => void;
	onDragEnd?: () => void;
	children: ReactNode;
}

export function DraggableCard(props: DraggableCardProps) {
	const { kind, title, isTaken, onTake, onDragStart, onDragEnd, children } = props;
	const translate = useTranslate();
	return (
		<Box
			component="li"
			draggable={onDragStart !== undefined}
			onDragStart={onDragStart}
			onDragEnd={onDragEnd}
			sx={{
				display: "flex",
				alignItems: "center",
				gap: 1,
				border: 1,
				borderColor: "divider",
				borderRadius: 1,
				px: 1,
				py: 0.5,
				cursor: onDragStart ? "grab" : undefined
			}}
		>
			<KindIcon kind={kind} />
			<Box sx={{ minWidth: 0, flexGrow: 1 }}>{children}</Box>
			<Button
				size="small"
				startIcon={<Add />}
				disabled={isTaken}
				aria-label={translate(isTaken ? "content.picker.takenName" : "content.picker.add", {
					title
				})}
				onClick={onTake}
			>
				{translate(isTaken ? "content.picker.taken" : "content.picker.addShort")}
			</Button>
		</Box>
	);
}

/** One task on the board: dragged by the mouse, or moved with the keys by its handle. */
import DragIndicator from "@mui/icons-material/DragIndicator";
import { Button, Card, IconButton, Stack, Typography } from "@mui/material";
import { useState, type KeyboardEvent } from "react";
import { Link } from "react-admin";
import { Reference } from "../../../generic/fields/Reference.tsx";
import { AssignDialog } from "../findings/AssignDialog.tsx";
import { CameBack, Due, ItemLink } from "../findings/FindingText.tsx";
import type { Finding } from "../quality.ts";
import { SeverityChip } from "../Severity.tsx";
import { useWords } from "../useWords.ts";
import { neighbourOf } from "./columns.ts";
import type { BoardControl } from "./useBoard.ts";

interface TaskCardProps {
	finding: Finding;
	board: BoardControl;
	instructionsId: string;
}

export function TaskCard({ finding, board, instructionsId }: TaskCardProps) {
	const words = useWords();
	const [isAssigning, setAssigning] = useState(false);
	const isHeld = board.held?.finding.id === finding.id;
	return (
		<Card
			component="li"
			draggable
			onDragStart={event => {
				event.dataTransfer.setData("text/plain", finding.id);
				event.dataTransfer.effectAllowed = "move";
				board.pick(finding, false);
			}}
			onDragEnd={() => board.held && board.leave()}
			sx={{
				p: 1.25,
				cursor: "grab",
				outline: isHeld ? 2 : 0,
				outlineStyle: "dashed",
				outlineColor: "primary.main"
			}}
		>
			<Stack direction="row" sx={{ gap: 0.5, alignItems: "flex-start" }}>
				<Stack sx={{ gap: 0.75, flexGrow: 1, minWidth: 0 }}>
					<Stack
						direction="row"
						sx={{ gap: 0.75, flexWrap: "wrap", alignItems: "center" }}
					>
						<SeverityChip severity={finding.severity} />
						<CameBack reopened={finding.reopened} />
					</Stack>
					<Link
						to={`/qualityFindings/${finding.id}/show`}
						draggable={false}
						sx={{ color: "text.primary", fontWeight: 600, overflowWrap: "anywhere" }}
					>
						{finding.message}
					</Link>
					<Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
						<ItemLink finding={finding} />
					</Typography>
					<Typography variant="body2" color="textSecondary">
						{finding.rule}
					</Typography>
					{(finding.assigneeId || finding.dueOn) && (
						<Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
							{finding.assigneeId && (
								<Typography variant="body2">
									<Reference id={finding.assigneeId} to="users" />
								</Typography>
							)}
							{finding.dueOn && <Due finding={finding} />}
						</Stack>
					)}
					{finding.state !== "closed" && (
						<Button
							size="small"
							sx={{ alignSelf: "flex-start", ml: -0.5 }}
							onClick={() => setAssigning(true)}
						>
							{words(finding.assigneeId ? "finding.change" : "finding.task")}
						</Button>
					)}
				</Stack>
				<IconButton
					data-handle={finding.id}
					aria-label={words("board.handle", { message: finding.message })}
					aria-describedby={instructionsId}
					aria-pressed={isHeld}
					onKeyDown={event => steer(event, finding, board)}
					onBlur={() => isHeld && board.held?.byKeyboard && board.leave()}
				>
					<DragIndicator fontSize="small" />
				</IconButton>
			</Stack>
			{isAssigning && <AssignDialog finding={finding} onClose={() => setAssigning(false)} />}
		</Card>
	);
}

/** Space picks up and drops, arrows choose, escape gives up. */
function steer(event: KeyboardEvent, finding: Finding, board: BoardControl) {
	const { key } = event;
	const isHeld = board.held?.finding.id === finding.id;
	if (key === " " || key === "Enter") {
		if (isHeld) void board.drop();
		else board.pick(finding, true);
	} else if (key === "Escape" && isHeld) board.leave();
	else if (isHeld && key === "ArrowLeft") board.hover(neighbourOf(board.held!.over, -1));
	else if (isHeld && key === "ArrowRight") board.hover(neighbourOf(board.held!.over, 1));
	else if (!isHeld && (key === "ArrowDown" || key === "ArrowUp"))
		focusNext(event.currentTarget, key === "ArrowDown" ? 1 : -1);
	else if (!isHeld && (key === "ArrowLeft" || key === "ArrowRight"))
		focusColumn(event.currentTarget, key === "ArrowRight" ? 1 : -1);
	else return;
	event.preventDefault();
}

const HANDLE = "[data-handle]";

function focusNext(from: Element, by: 1 | -1) {
	const column = from.closest("section");
	const handles = [...(column?.querySelectorAll<HTMLElement>(HANDLE) ?? [])];
	handles[handles.indexOf(from as HTMLElement) + by]?.focus();
}

/** To the first task of the next column that has one. */
function focusColumn(from: Element, by: 1 | -1) {
	const column = from.closest("section");
	const all = [...(column?.parentElement?.querySelectorAll("section") ?? [])];
	const others =
		by === 1
			? all.slice(all.indexOf(column!) + 1)
			: all.slice(0, all.indexOf(column!)).toReversed();
	for (const other of others) {
		const handle = other.querySelector<HTMLElement>(HANDLE);
		if (handle) return handle.focus();
	}
}

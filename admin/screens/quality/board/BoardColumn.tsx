/** One column of the board with its tasks, the most urgent first. */
import { Box, Stack, Typography } from "@mui/material";
import { Problem } from "../../../layout/Problem.tsx";
import { useRequest } from "../../useRequest.ts";
import { SEVERITIES, type Finding, type Page } from "../quality.ts";
import { useWords } from "../useWords.ts";
import type { Column } from "./columns.ts";
import { TaskCard } from "./TaskCard.tsx";
import type { BoardControl } from "./useBoard.ts";

/** What others' checks have changed is told by no event. */
const LOOK_EVERY_MS = 10_000;
const MOST = 50;

interface BoardColumnProps {
	column: Column;
	/** The filter as the API takes it. */
	query: string;
	board: BoardControl;
	instructionsId: string;
}

export function BoardColumn({ column, query, board, instructionsId }: BoardColumnProps) {
	const words = useWords();
	const sort = column === "closed" ? "-closedAt" : "-createdAt";
	const { data, error, refetch } = useRequest<Page<Finding>>(
		`/quality/findings?pageSize=${MOST}&sort=${sort}&filter[state]=${column}&${query}`,
		{ key: ["qualityFindings", "board", column, query], everyMs: LOOK_EVERY_MS }
	);
	const { data: tasks = [], total = 0 } = data ?? {};
	const isOver = board.held?.over === column;
	const shown = column === "closed" ? tasks : tasks.toSorted(byUrgency);
	return (
		<Box
			component="section"
			aria-label={words(`board.${column}`)}
			onDragOver={event => {
				event.preventDefault();
				board.hover(column);
			}}
			onDrop={event => {
				event.preventDefault();
				void board.drop(column);
			}}
			sx={{
				minWidth: 0,
				p: 1,
				borderRadius: 1,
				border: 2,
				borderStyle: isOver ? "dashed" : "solid",
				borderColor: isOver ? "primary.main" : "divider",
				bgcolor: "action.hover"
			}}
		>
			<Stack direction="row" sx={{ gap: 1, px: 0.5, pb: 1, alignItems: "baseline" }}>
				<Typography variant="h2">{words(`board.${column}`)}</Typography>
				<Typography variant="body2" color="textSecondary">
					{data ? total : "–"}
				</Typography>
			</Stack>
			{error && <Problem error={error} onRetry={() => void refetch()} />}
			<Stack component="ul" sx={{ m: 0, p: 0, gap: 1, listStyle: "none", minHeight: 64 }}>
				{shown.map(finding => (
					<TaskCard
						key={finding.id}
						finding={finding}
						board={board}
						instructionsId={instructionsId}
					/>
				))}
			</Stack>
			<Typography variant="body2" color="textSecondary" sx={{ p: 0.5 }}>
				{data && total === 0 && words("board.empty")}
				{total > tasks.length && words("board.more", { smart_count: total - tasks.length })}
			</Typography>
		</Box>
	);
}

/** What is due first, then what is worst. */
function byUrgency(one: Finding, other: Finding) {
	const due = (one.dueOn ?? "9999").localeCompare(other.dueOn ?? "9999");
	return due || SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity);
}

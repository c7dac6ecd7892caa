/** What was found, where, and what to do: the same wherever a finding is shown. */
import ArrowForward from "@mui/icons-material/ArrowForward";
import { Box, Chip, Stack, Typography } from "@mui/material";
import { Link } from "react-admin";
import { useScreen } from "../../../api/screens.ts";
import { Reference } from "../../../generic/fields/Reference.tsx";
import type { Finding } from "../quality.ts";
import { SeverityChip } from "../Severity.tsx";
import { useDay } from "../useDay.ts";
import { useWords } from "../useWords.ts";

/** Severity, rule, state, and what else is worth a mark. */
export function FindingMarks({ finding }: { finding: Finding }) {
	const words = useWords();
	const { severity, rule, state, reopened, assigneeId, dueOn } = finding;
	return (
		<Stack direction="row" sx={{ gap: 0.75, flexWrap: "wrap", alignItems: "center" }}>
			<SeverityChip severity={severity} />
			<Typography variant="body2" color="textSecondary">
				{rule}
			</Typography>
			{state !== "open" && (
				<Chip size="small" variant="outlined" label={words(`finding.state.${state}`)} />
			)}
			<CameBack reopened={reopened} />
			{assigneeId && (
				<Typography variant="body2">
					<Reference id={assigneeId} to="users" />
				</Typography>
			)}
			{dueOn && <Due finding={finding} />}
		</Stack>
	);
}

/** A mark for what was closed and came back. */
export function CameBack({ reopened }: Pick<Finding, "reopened">) {
	const words = useWords();
	if (reopened === 0) return null;
	return (
		<Chip
			size="small"
			color="warning"
			variant="outlined"
			label={words("board.reopened", { smart_count: reopened })}
		/>
	);
}

/** Until when, in red once that is over. */
export function Due({ finding: { dueOn, state } }: { finding: Finding }) {
	const words = useWords();
	const day = useDay();
	const isLate = new Date(dueOn!) < new Date() && state !== "closed";
	return (
		<Typography
			variant="body2"
			sx={{ color: isLate ? "error.main" : "text.secondary", fontWeight: isLate ? 650 : 400 }}
		>
			{words(isLate ? "board.overdue" : "board.due", { day: day(dueOn!) })}
		</Typography>
	);
}

/** The item, as a link for who may open it. */
export function ItemLink({ finding: { itemId, itemTitle } }: { finding: Finding }) {
	const content = useScreen("content");
	const title = itemTitle || itemId;
	return content ? <Link to={`/content/${itemId}/show`}>{title}</Link> : <>{title}</>;
}

/** The passage as it stands, with what a click would make of it. */
export function Passage({ finding: { passage, fix, field, line } }: { finding: Finding }) {
	const words = useWords();
	return (
		<Box>
			<Typography variant="body2" color="textSecondary" component="span">
				{words("finding.where", { field, line })}
			</Typography>
			{passage && (
				<Stack
					direction="row"
					component="blockquote"
					sx={{
						m: 0,
						mt: 0.5,
						pl: 1.5,
						gap: 1,
						borderLeft: 3,
						borderColor: "divider",
						alignItems: "center",
						flexWrap: "wrap",
						overflowWrap: "anywhere"
					}}
				>
					<span style={{ textDecoration: fix ? "line-through" : undefined }}>
						{passage}
					</span>
					{fix && fix.replacement !== "" && (
						<>
							<ArrowForward fontSize="inherit" aria-hidden />
							<strong>{fix.replacement}</strong>
						</>
					)}
				</Stack>
			)}
		</Box>
	);
}

/** Why and until when a finding is let pass. */
export function Waiver({ waiver }: { waiver: NonNullable<Finding["waiver"]> }) {
	const words = useWords();
	const day = useDay();
	const { reason, until } = waiver;
	return (
		<Typography variant="body2" color="textSecondary">
			{until
				? words("finding.waivedUntil", { day: day(until), reason })
				: words("finding.waived", { reason })}
		</Typography>
	);
}

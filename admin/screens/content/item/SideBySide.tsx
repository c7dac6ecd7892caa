/** Two versions of a field beside each other. */
import { Box, Button, Typography } from "@mui/material";
import { useMemo, useState } from "react";
import { useTranslate } from "react-admin";
import { folded, sideBySide, type Piece, type Row } from "./lineRows.ts";

interface SideBySideProps {
	before: string;
	after: string;
	beforeLabel: string;
	afterLabel: string;
}

export function SideBySide({ before, after, beforeLabel, afterLabel }: SideBySideProps) {
	const translate = useTranslate();
	const [isWhole, setWhole] = useState(false);
	const rows = useMemo(() => sideBySide(before, after), [before, after]);
	const shown = isWhole ? rows : folded(rows);
	return (
		<Box
			role="table"
			tabIndex={0}
			aria-label={`${beforeLabel}, ${afterLabel}`}
			sx={{ border: 1, borderColor: "divider", borderRadius: 1, overflow: "auto" }}
		>
			<Box role="row" sx={ROW}>
				{[beforeLabel, afterLabel].map((label, at) => (
					<Typography
						key={at}
						role="columnheader"
						variant="body2"
						color="textSecondary"
						sx={{ px: 1.5, py: 0.5 }}
					>
						{label}
					</Typography>
				))}
			</Box>
			{shown.map((row, at) =>
				typeof row === "number" ? (
					<Box key={at} role="row">
						<Box role="cell" aria-colspan={2}>
							<Button
								size="small"
								onClick={() => setWhole(true)}
								sx={{ width: "100%" }}
							>
								{translate("content.versions.folded", { smart_count: row })}
							</Button>
						</Box>
					</Box>
				) : (
					<Line key={at} row={row} />
				)
			)}
		</Box>
	);
}

const ROW = { display: "grid", gridTemplateColumns: "minmax(180px, 1fr) minmax(180px, 1fr)" };

function Line({ row }: { row: Row }) {
	return (
		<Box role="row" sx={ROW}>
			<Side pieces={row.before} isSame={row.isSame} tag="del" />
			<Side pieces={row.after} isSame={row.isSame} tag="ins" />
		</Box>
	);
}

interface SideProps {
	pieces: Piece[] | null;
	isSame: boolean;
	tag: "del" | "ins";
}

/** What changed is set apart by a mark, its weight and its colour. */
function Side({ pieces, isSame, tag }: SideProps) {
	const colour = tag === "del" ? "error.main" : "success.main";
	return (
		<Box
			role="cell"
			sx={{
				px: 1.5,
				py: 0.25,
				minHeight: 22,
				fontFamily: "ui-monospace, monospace",
				fontSize: 13,
				whiteSpace: "pre-wrap",
				overflowWrap: "anywhere",
				borderLeft: 3,
				borderColor: isSame || pieces === null ? "transparent" : colour,
				bgcolor: pieces === null ? "action.hover" : undefined,
				color: isSame ? "text.secondary" : "text.primary"
			}}
		>
			{(pieces ?? []).map(({ text, isChanged }, at) =>
				isChanged ? (
					<Box
						key={at}
						component={tag}
						sx={{
							color: colour,
							fontWeight: 700,
							textDecoration: tag === "del" ? "line-through" : "underline"
						}}
					>
						{text}
					</Box>
				) : (
					<span key={at}>{text}</span>
				)
			)}
		</Box>
	);
}

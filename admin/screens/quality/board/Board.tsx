/** The way from a finding to better: open, in progress, fixed, closed. */
import { Box } from "@mui/material";
import visuallyHidden from "@mui/utils/visuallyHidden";
import { useId, useState } from "react";
import { useScreens } from "../../../api/screens.ts";
import { Page } from "../../../layout/Page.tsx";
import { useLiveCollection } from "../../../live/useLive.ts";
import { useWords } from "../useWords.ts";
import { BoardColumn } from "./BoardColumn.tsx";
import { BoardFilter, queryOf, type BoardFilterValues } from "./BoardFilter.tsx";
import { COLUMNS } from "./columns.ts";
import { useBoard } from "./useBoard.ts";

export function Board() {
	const words = useWords();
	const instructionsId = useId();
	const { user } = useScreens();
	const board = useBoard();
	const [values, setValues] = useState<BoardFilterValues>({
		severity: "",
		rule: "",
		mine: false
	});
	useLiveCollection("qualityFindings");
	return (
		<Page title={words("board.title")}>
			<BoardFilter values={values} onChange={setValues} />
			<p id={instructionsId} style={visuallyHidden}>
				{words("board.instructions")}
			</p>
			<p role="status" aria-live="assertive" style={visuallyHidden}>
				{board.said}
			</p>
			<Box
				sx={{
					display: "grid",
					gap: 1.5,
					alignItems: "start",
					gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr", lg: "repeat(4, 1fr)" }
				}}
			>
				{COLUMNS.map(column => (
					<BoardColumn
						key={column}
						column={column}
						query={queryOf(values, user)}
						board={board}
						instructionsId={instructionsId}
					/>
				))}
			</Box>
		</Page>
	);
}

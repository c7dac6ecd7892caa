/** What is held above the board, by mouse or keyboard, and what is said of it to those who cannot see it. */
import { useState } from "react";
import { useScreens } from "../../../api/screens.ts";
import { useTell } from "../../../layout/useTell.tsx";
import type { Finding } from "../quality.ts";
import { useFindingSteps } from "../useFindingSteps.ts";
import { useWords } from "../useWords.ts";
import { moveTo, type Column } from "./columns.ts";

export interface Held {
	finding: Finding;
	over: Column;
	byKeyboard: boolean;
}

export function useBoard() {
	const words = useWords();
	const step = useFindingSteps();
	const { tellError } = useTell();
	const { user } = useScreens();
	const [held, setHeld] = useState<Held | null>(null);
	const [said, setSaid] = useState("");
	const columnName = (column: string) => words(`board.${column}`);

	const pick = (finding: Finding, byKeyboard: boolean) => {
		const over = finding.state as Column;
		setHeld({ finding, over, byKeyboard });
		setSaid(words("board.picked", { message: finding.message, column: columnName(over) }));
	};

	const hover = (over: Column) => {
		if (!held || held.over === over) return;
		setHeld({ ...held, over });
		setSaid(words("board.over", { column: columnName(over) }));
	};

	const leave = () => {
		setHeld(null);
		setSaid(words("board.left"));
	};

	const drop = async (column = held?.over) => {
		if (!held || !column) return;
		const { finding } = held;
		setHeld(null);
		if (column === finding.state) return setSaid(words("board.left"));
		try {
			const state = await moveTo(finding, column, user ?? "", step);
			const wasChecked = column === "fixed" || column === "closed";
			if (wasChecked) setSaid(words(state === "closed" ? "board.gone" : "board.still"));
			else
				setSaid(
					words("board.put", { message: finding.message, column: columnName(state) })
				);
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			setSaid(words("board.refused", { reason }));
			tellError(error);
		}
	};

	return { held, said, pick, hover, leave, drop };
}

export type BoardControl = ReturnType<typeof useBoard>;

/** Lets a finding pass, for a reason and until a day. */
import { TextField } from "@mui/material";
import { useState } from "react";
import { DayField } from "../DayField.tsx";
import type { Finding } from "../quality.ts";
import { endOfDay } from "../useDay.ts";
import { useWords } from "../useWords.ts";
import { FindingDialog } from "./FindingDialog.tsx";
import { useStepOf } from "./useStepOf.ts";

/** As the API asks for it. */
const SHORTEST_REASON = 3;

export function WaiveDialog({ finding, onClose }: { finding: Finding; onClose: () => void }) {
	const words = useWords();
	const step = useStepOf(finding, onClose);
	const [reason, setReason] = useState("");
	const [day, setDay] = useState("");
	const until = endOfDay(day);
	const body = { reason, ...(until && { until }) };
	return (
		<FindingDialog
			finding={finding}
			title={words("finding.waive")}
			go={words("finding.waive")}
			isReady={reason.trim().length >= SHORTEST_REASON}
			onGo={() => void step("waive", body, words("finding.waived", { reason }))}
			onClose={onClose}
		>
			<TextField
				autoFocus
				multiline
				minRows={2}
				label={words("finding.reason")}
				helperText={words("finding.reasonHelp")}
				value={reason}
				onChange={({ target }) => setReason(target.value)}
			/>
			<DayField label={words("finding.until")} value={day} onChange={setDay} />
		</FindingDialog>
	);
}

/** Lets a finding pass, for a reason and until a day. */
import {
	Button,
	Dialog,
	DialogActions,
	DialogContent,
	DialogTitle,
	Stack,
	TextField,
	Typography
} from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useTell } from "../../../layout/useTell.tsx";
import type { Finding } from "../quality.ts";
import { endOfDay } from "../useDay.ts";
import { useFindingSteps } from "../useFindingSteps.ts";
import { useWords } from "../useWords.ts";

/** As the API asks for it. */
const SHORTEST_REASON = 3;

export function WaiveDialog({ finding, onClose }: { finding: Finding; onClose: () => void }) {
	const words = useWords();
	const translate = useTranslate();
	const { tell, tellError } = useTell();
	const step = useFindingSteps();
	const [reason, setReason] = useState("");
	const [day, setDay] = useState("");
	const waive = async () => {
		try {
			const until = endOfDay(day);
			await step(finding, "waive", { reason, ...(until && { until }) });
			tell(words("finding.waived", { reason }));
			onClose();
		} catch (error) {
			tellError(error);
		}
	};
	return (
		<Dialog open onClose={onClose} aria-labelledby="waive-title" fullWidth maxWidth="xs">
			<DialogTitle id="waive-title">{words("finding.waive")}</DialogTitle>
			<DialogContent>
				<Typography sx={{ mb: 2 }}>{finding.message}</Typography>
				<Stack sx={{ gap: 2 }}>
					<TextField
						autoFocus
						multiline
						minRows={2}
						label={words("finding.reason")}
						helperText={words("finding.reasonHelp")}
						value={reason}
						onChange={({ target }) => setReason(target.value)}
					/>
					<TextField
						type="date"
						label={words("finding.until")}
						value={day}
						onChange={({ target }) => setDay(target.value)}
						slotProps={{ inputLabel: { shrink: true } }}
					/>
				</Stack>
			</DialogContent>
			<DialogActions>
				<Button onClick={onClose}>{translate("ra.action.cancel")}</Button>
				<Button
					variant="contained"
					disabled={reason.trim().length < SHORTEST_REASON}
					onClick={() => void waive()}
				>
					{words("finding.waive")}
				</Button>
			</DialogActions>
		</Dialog>
	);
}

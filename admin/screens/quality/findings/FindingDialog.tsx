/** Asks for what goes with a step of one finding, under what the finding says. */
import {
	Button,
	Dialog,
	DialogActions,
	DialogContent,
	DialogTitle,
	Stack,
	Typography
} from "@mui/material";
import { useId, type ReactNode } from "react";
import { useTranslate } from "react-admin";
import type { Finding } from "../quality.ts";

interface FindingDialogProps {
	finding: Finding;
	title: string;
	/** What the step is called on its button. */
	go: string;
	isReady: boolean;
	onGo: () => void;
	onClose: () => void;
	/** A button for another step, apart from the others. */
	other?: ReactNode;
	children: ReactNode;
}

export function FindingDialog(props: FindingDialogProps) {
	const { finding, title, go, isReady, onGo, onClose, other, children } = props;
	const translate = useTranslate();
	const titleId = useId();
	return (
		<Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="xs">
			<DialogTitle id={titleId}>{title}</DialogTitle>
			<DialogContent>
				<Typography sx={{ mb: 2 }}>{finding.message}</Typography>
				<Stack sx={{ gap: 2 }}>{children}</Stack>
			</DialogContent>
			<DialogActions>
				{other}
				<Button onClick={onClose}>{translate("ra.action.cancel")}</Button>
				<Button variant="contained" disabled={!isReady} onClick={onGo}>
					{go}
				</Button>
			</DialogActions>
		</Dialog>
	);
}

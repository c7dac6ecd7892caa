/** Says what has happened, with the way to undo it on the server. */
import { Alert, Button } from "@mui/material";
import { useCloseNotification, useNotify, useTranslate } from "react-admin";
import { forwardRef, type ReactNode } from "react";

/** Long enough to notice a mistake. */
const SHOWN_MS = 10_000;

interface Telling {
	text: string;
	severity: "success" | "warning" | "error" | "info";
	undo?: () => void;
}

export function useTell() {
	const notify = useNotify();
	const tell = (message: string, { undo, severity = "success" }: Partial<Telling> = {}) =>
		notify(<Told text={message} severity={severity} undo={undo} />, {
			autoHideDuration: SHOWN_MS
		});
	const translate = useTranslate();
	return {
		tell,
		/** Says why something was not done. */
		tellError: (error: unknown) => {
			const message = error instanceof Error ? error.message : String(error);
			tell(translate(message, { _: message }), { severity: "error" });
		}
	};
}

/** The snackbar hands its own properties on, which are of no use here. */
const Told = forwardRef<HTMLDivElement, Telling>(function Told({ text, severity, undo }, ref) {
	const translate = useTranslate();
	const close = useCloseNotification();
	const takeBack = () => {
		close();
		undo?.();
	};
	const action: ReactNode = undo && (
		<Button color="inherit" size="small" onClick={takeBack}>
			{translate("ra.action.undo")}
		</Button>
	);
	return (
		<Alert ref={ref} variant="filled" severity={severity} action={action}>
			{text}
		</Alert>
	);
});

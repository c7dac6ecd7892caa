/** Asks for the password again before something that could take the system over. */
import {
	Alert,
	Button,
	Dialog,
	DialogActions,
	DialogContent,
	DialogTitle,
	TextField
} from "@mui/material";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTranslate } from "react-admin";
import { request } from "../api/http.ts";
import { hasCode } from "../api/problem.ts";
import { setAsk } from "../api/proof.ts";

interface Waiting {
	resolve: () => void;
	reject: (reason: Error) => void;
}

export function ProofDialog() {
	const [isOpen, setOpen] = useState(false);
	const waiting = useRef<Waiting | null>(null);
	useEffect(() => {
		setAsk(() => {
			setOpen(true);
			return new Promise((resolve, reject) => (waiting.current = { resolve, reject }));
		});
	}, []);
	const end = (isProved: boolean) => {
		setOpen(false);
		if (isProved) waiting.current?.resolve();
		else waiting.current?.reject(new Error("lyceum.proof.refused"));
	};
	return isOpen ? <ProofForm onEnd={end} /> : null;
}

function ProofForm({ onEnd }: { onEnd: (isProved: boolean) => void }) {
	const translate = useTranslate();
	const [password, setPassword] = useState("");
	const [otp, setOtp] = useState("");
	const [asksOtp, setAsksOtp] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	const prove = async (event: FormEvent) => {
		event.preventDefault();
		// The form of the page below is not meant.
		event.stopPropagation();
		try {
			const body = { password, ...(otp && { otp }) };
			await request("/auth/step-up", { method: "POST", body });
			onEnd(true);
		} catch (error) {
			if (hasCode(error, "otp_required") && !asksOtp) return setAsksOtp(true);
			setProblem((error as Error).message);
		}
	};
	return (
		<Dialog
			open
			onClose={() => onEnd(false)}
			aria-labelledby="proof-title"
			fullWidth
			maxWidth="xs"
		>
			<form onSubmit={event => void prove(event)}>
				<DialogTitle id="proof-title">{translate("lyceum.proof.title")}</DialogTitle>
				<DialogContent>
					{translate("lyceum.proof.why")}
					{problem && (
						<Alert severity="error" sx={{ mt: 1 }}>
							{problem}
						</Alert>
					)}
					<TextField
						autoFocus
						fullWidth
						margin="normal"
						type="password"
						name="proof"
						autoComplete="current-password"
						label={translate("ra.auth.password")}
						value={password}
						onChange={event => setPassword(event.target.value)}
					/>
					{asksOtp && (
						<TextField
							autoFocus
							fullWidth
							autoComplete="one-time-code"
							label={translate("lyceum.login.otp")}
							value={otp}
							onChange={event => setOtp(event.target.value)}
						/>
					)}
				</DialogContent>
				<DialogActions>
					<Button onClick={() => onEnd(false)}>{translate("ra.action.cancel")}</Button>
					<Button type="submit" variant="contained" disabled={password === ""}>
						{translate("ra.action.confirm")}
					</Button>
				</DialogActions>
			</form>
		</Dialog>
	);
}

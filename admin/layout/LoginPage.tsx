/** Signing in, also with a second factor. */
import { Alert, Box, Button, Card, Stack, TextField, Typography } from "@mui/material";
import { useEffect, useState, type FormEvent } from "react";
import { Notification, useLogin, useTranslate } from "react-admin";
import { hasCode } from "../api/problem.ts";
import { usePageLanguage } from "./usePageLanguage.ts";

export function LoginPage() {
	const translate = useTranslate();
	usePageLanguage();
	useEffect(() => {
		document.title = `${translate("ra.auth.sign_in")} · Lyceum`;
	}, [translate]);
	return (
		<Box
			component="main"
			sx={{
				minHeight: "100vh",
				display: "grid",
				placeItems: "center",
				p: 2,
				bgcolor: "background.default"
			}}
		>
			<Card sx={{ p: 3, width: "100%", maxWidth: 360 }}>
				<Typography variant="h1" sx={{ mb: 0.5 }}>
					Lyceum
				</Typography>
				<Typography color="textSecondary" sx={{ mb: 2 }}>
					{translate("lyceum.login.help")}
				</Typography>
				<LoginForm />
			</Card>
			<Notification />
		</Box>
	);
}

function LoginForm() {
	const translate = useTranslate();
	const login = useLogin();
	const [values, setValues] = useState({ username: "", password: "", otp: "" });
	const [asksOtp, setAsksOtp] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	const [isBusy, setBusy] = useState(false);
	const set = (name: keyof typeof values) => ({
		name,
		value: values[name],
		onChange: (event: { target: { value: string } }) =>
			setValues({ ...values, [name]: event.target.value })
	});
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		setBusy(true);
		setProblem(null);
		try {
			await login(values);
		} catch (error) {
			setBusy(false);
			if (hasCode(error, "otp_required") && !asksOtp) return setAsksOtp(true);
			const { message } = error as Error;
			setProblem(translate(message, { _: message }));
		}
	};
	return (
		<Stack component="form" sx={{ gap: 2 }} onSubmit={event => void submit(event)}>
			{problem && <Alert severity="error">{problem}</Alert>}
			<TextField
				{...set("username")}
				required
				autoFocus
				autoComplete="username"
				label={translate("lyceum.login.username")}
			/>
			<TextField
				{...set("password")}
				required
				type="password"
				autoComplete="current-password"
				label={translate("ra.auth.password")}
			/>
			{asksOtp && (
				<TextField
					{...set("otp")}
					required
					autoFocus
					autoComplete="one-time-code"
					helperText={translate("lyceum.login.otpHelp")}
					label={translate("lyceum.login.otp")}
				/>
			)}
			<Button type="submit" variant="contained" size="medium" disabled={isBusy}>
				{translate("ra.auth.sign_in")}
			</Button>
		</Stack>
	);
}

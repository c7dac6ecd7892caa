/** Another password. */
import { Alert, Button, Stack, TextField } from "@mui/material";
import { useState, type FormEvent } from "react";
import { useTranslate } from "react-admin";
import { request } from "../../api/http.ts";
import { ApiError, sentenceOf } from "../../api/problem.ts";
import { useTell } from "../../layout/useTell.tsx";

const EMPTY = { currentPassword: "", newPassword: "" };

export function PasswordForm() {
	const translate = useTranslate();
	const { tell } = useTell();
	const [values, setValues] = useState(EMPTY);
	const [problem, setProblem] = useState<string | null>(null);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		setProblem(null);
		try {
			await request("/auth/change-password", { method: "POST", body: values });
			setValues(EMPTY);
			tell(translate("lyceum.account.passwordChanged"));
		} catch (error) {
			setProblem(wordsOf(error));
		}
	};
	const field = (name: keyof typeof EMPTY, autoComplete: string) => (
		<TextField
			required
			type="password"
			name={name}
			autoComplete={autoComplete}
			label={translate(`lyceum.account.${name}`)}
			value={values[name]}
			onChange={event => setValues({ ...values, [name]: event.target.value })}
		/>
	);
	return (
		<Stack
			component="form"
			sx={{ gap: 1.5, maxWidth: 360 }}
			onSubmit={event => void submit(event)}
		>
			{problem && <Alert severity="error">{problem}</Alert>}
			{field("currentPassword", "current-password")}
			{field("newPassword", "new-password")}
			<div>
				<Button type="submit" variant="contained">
					{translate("ra.action.save")}
				</Button>
			</div>
		</Stack>
	);
}

function wordsOf(error: unknown) {
	if (!(error instanceof ApiError)) return (error as Error).message;
	return error.problem.errors?.map(sentenceOf).join("; ") ?? error.message;
}

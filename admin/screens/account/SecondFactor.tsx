/** The second factor: made, confirmed with a first code, shown its recovery codes, or taken away. */
import { Alert, Button, Stack, TextField, Typography } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { request } from "../../api/http.ts";
import { Pre } from "../../generic/fields/Value.tsx";
import { Problem } from "../../layout/Problem.tsx";
import { useRequest } from "../useRequest.ts";

interface Status {
	enabled: boolean;
	recoveryCodesLeft: number;
}

const KEY = ["second-factor"];

export function SecondFactor() {
	const translate = useTranslate();
	const client = useQueryClient();
	const { data, error, refetch } = useRequest<Status>("/auth/totp", { key: KEY });
	const [secret, setSecret] = useState<{ secret: string; uri: string } | null>(null);
	const [codes, setCodes] = useState<string[] | null>(null);
	const [problem, setProblem] = useState<string | null>(null);
	const [password, setPassword] = useState("");
	const [otp, setOtp] = useState("");

	const send = async <Body,>(verb: string, body: object): Promise<Body | null> => {
		setProblem(null);
		try {
			const answer = await request<Body>(`/auth/totp/${verb}`, { method: "POST", body });
			setOtp("");
			return answer.body;
		} catch (thrown) {
			setProblem((thrown as Error).message);
			return null;
		}
	};
	const enroll = async () => setSecret(await send("enroll", {}));
	const confirm = async () => {
		const made = await send<{ recoveryCodes: string[] }>("confirm", { otp });
		if (!made) return;
		setSecret(null);
		setCodes(made.recoveryCodes);
		await client.invalidateQueries({ queryKey: KEY });
	};
	const disable = async () => {
		if ((await send("disable", { password, otp })) === null) return;
		setPassword("");
		setCodes(null);
		await client.invalidateQueries({ queryKey: KEY });
	};

	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	if (!data) return null;
	const code = (
		<TextField
			label={translate("lyceum.login.otp")}
			autoComplete="one-time-code"
			value={otp}
			onChange={event => setOtp(event.target.value)}
		/>
	);
	return (
		<Stack sx={{ gap: 1.5 }}>
			{problem && <Alert severity="error">{problem}</Alert>}
			<Typography variant="body2">
				{translate(data.enabled ? "lyceum.account.factorOn" : "lyceum.account.factorOff", {
					smart_count: data.recoveryCodesLeft
				})}
			</Typography>
			{codes && (
				<>
					<Alert severity="warning">{translate("lyceum.account.recoveryCodes")}</Alert>
					<Pre text={codes.join("\n")} />
				</>
			)}
			{!data.enabled && !secret && (
				<div>
					<Button variant="contained" onClick={() => void enroll()}>
						{translate("lyceum.account.enroll")}
					</Button>
				</div>
			)}
			{secret && (
				<>
					<Typography variant="body2">
						{translate("lyceum.account.enterSecret")}
					</Typography>
					<Pre text={`${secret.secret}\n${secret.uri}`} />
					<Stack direction="row" sx={{ gap: 1 }}>
						{code}
						<Button
							variant="contained"
							disabled={otp === ""}
							onClick={() => void confirm()}
						>
							{translate("ra.action.confirm")}
						</Button>
					</Stack>
				</>
			)}
			{data.enabled && (
				<Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
					<TextField
						type="password"
						label={translate("ra.auth.password")}
						autoComplete="current-password"
						value={password}
						onChange={event => setPassword(event.target.value)}
					/>
					{code}
					<Button
						color="error"
						disabled={password === "" || otp === ""}
						onClick={() => void disable()}
					>
						{translate("lyceum.account.disable")}
					</Button>
				</Stack>
			)}
		</Stack>
	);
}

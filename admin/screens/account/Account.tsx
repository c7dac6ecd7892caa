/** One's own account: the second factor and where one is signed in. */
import { Card, CardContent, Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslate } from "react-admin";
import { Page } from "../../layout/Page.tsx";
import { OwnSessions } from "./OwnSessions.tsx";
import { PasswordForm } from "./PasswordForm.tsx";
import { SecondFactor } from "./SecondFactor.tsx";

export function Account() {
	const translate = useTranslate();
	return (
		<Page title={translate("lyceum.account.label")}>
			<Stack sx={{ gap: 2, maxWidth: 820 }}>
				<Section title={translate("lyceum.account.factor")}>
					<SecondFactor />
				</Section>
				<Section title={translate("lyceum.account.password")}>
					<PasswordForm />
				</Section>
				<Section title={translate("lyceum.account.sessions")}>
					<OwnSessions />
				</Section>
			</Stack>
		</Page>
	);
}

function Section({ title, children }: { title: string; children: ReactNode }) {
	return (
		<Card component="section">
			<CardContent>
				<Typography variant="h2" sx={{ mb: 1 }}>
					{title}
				</Typography>
				{children}
			</CardContent>
		</Card>
	);
}

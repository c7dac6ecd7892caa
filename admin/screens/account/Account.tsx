/** One's own account: the second factor and where one is signed in. */
import { Stack } from "@mui/material";
import { useTranslate } from "react-admin";
import { Page } from "../../layout/Page.tsx";
import { Section } from "../../layout/Section.tsx";
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

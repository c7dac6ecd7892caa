/** A new API key: the key itself is shown once, here. */
import { Alert, Button, Card, CardContent, Stack } from "@mui/material";
import { useState } from "react";
import { CreateBase, Form, LinkBase, useTranslate, type RaRecord } from "react-admin";
import { FormBar } from "../../generic/edit/FormBar.tsx";
import { Inputs } from "../../generic/edit/Inputs.tsx";
import { useSaveErrors } from "../../generic/edit/useSaveErrors.ts";
import { Pre } from "../../generic/fields/Value.tsx";
import { useResourceScreen } from "../../generic/useResourceScreen.ts";
import { useScreenName } from "../../generic/useScreenName.ts";
import { Back } from "../../layout/Back.tsx";
import { Page } from "../../layout/Page.tsx";

export function ApiKeyCreate() {
	const translate = useTranslate();
	const screen = useResourceScreen();
	const { many, one } = useScreenName();
	const onError = useSaveErrors();
	const [key, setKey] = useState<string | null>(null);
	if (!screen.create) return null;
	const made = ({ key: shown }: RaRecord) => setKey(String(shown));
	return (
		<Page
			title={translate("ra.page.create", { name: one(screen) })}
			over={<Back to="/apiKeys" label={many(screen)} />}
		>
			{key === null ? (
				<CreateBase redirect={false} mutationOptions={{ onError, onSuccess: made }}>
					<Form>
						<Card>
							<CardContent>
								<Inputs screen={screen} body={screen.create} />
							</CardContent>
							<FormBar />
						</Card>
					</Form>
				</CreateBase>
			) : (
				<MadeKey value={key} />
			)}
		</Page>
	);
}

function MadeKey({ value }: { value: string }) {
	const translate = useTranslate();
	return (
		<Stack sx={{ gap: 2 }}>
			<Alert severity="warning">{translate("lyceum.apiKeys.once")}</Alert>
			<Pre text={value} />
			<div>
				<Button variant="contained" component={LinkBase} to="/apiKeys">
					{translate("ra.action.close")}
				</Button>
			</div>
		</Stack>
	);
}

/** A form for a new document. */
import { Card, CardContent } from "@mui/material";
import { CreateBase, Form, useTranslate } from "react-admin";
import { Back } from "../../layout/Back.tsx";
import { Page } from "../../layout/Page.tsx";
import { useScreenName } from "../useScreenName.ts";
import { useResourceScreen } from "../useResourceScreen.ts";
import { FormBar } from "./FormBar.tsx";
import { Inputs } from "./Inputs.tsx";
import { initialValues } from "./initialValues.ts";
import { useSaveErrors } from "./useSaveErrors.ts";

export function CollectionCreate() {
	const screen = useResourceScreen();
	const translate = useTranslate();
	const { many, one } = useScreenName();
	const onError = useSaveErrors();
	if (!screen.create) return null;
	return (
		<CreateBase
			redirect={screen.operations.includes("get") ? "show" : "list"}
			mutationOptions={{ onError }}
		>
			<Page
				title={translate("ra.page.create", { name: one(screen) })}
				over={<Back to={`/${screen.name}`} label={many(screen)} />}
			>
				<Form defaultValues={initialValues(screen.create)} warnWhenUnsavedChanges>
					<Card>
						<CardContent>
							<Inputs screen={screen} body={screen.create} />
						</CardContent>
						<FormBar />
					</Card>
				</Form>
			</Page>
		</CreateBase>
	);
}

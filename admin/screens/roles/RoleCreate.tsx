/** A new role. */
import { CreateBase, Form, useTranslate } from "react-admin";
import { useSaveErrors } from "../../generic/edit/useSaveErrors.ts";
import { Back } from "../../layout/Back.tsx";
import { Page } from "../../layout/Page.tsx";
import { RoleForm } from "./RoleForm.tsx";

export function RoleCreate() {
	const translate = useTranslate();
	const onError = useSaveErrors();
	const names = translate("resources.roles.name", { smart_count: 2 });
	return (
		<CreateBase redirect="edit" mutationOptions={{ onError }}>
			<Page
				title={translate("ra.page.create", {
					name: translate("resources.roles.name", { smart_count: 1 })
				})}
				over={<Back to="/roles" label={names} />}
			>
				<Form defaultValues={{ rules: [] }} warnWhenUnsavedChanges>
					<RoleForm />
				</Form>
			</Page>
		</CreateBase>
	);
}

/** A role is changed; whoever has it is held to the new rules at the next request. */
import { EditBase, Form, useEditContext, useTranslate, type RaRecord } from "react-admin";
import { useSaveErrors } from "../../generic/edit/useSaveErrors.ts";
import { Back } from "../../layout/Back.tsx";
import { Page } from "../../layout/Page.tsx";
import { Problem } from "../../layout/Problem.tsx";
import { useTell } from "../../layout/useTell.tsx";
import { RoleForm } from "./RoleForm.tsx";

export function RoleEdit() {
	const translate = useTranslate();
	const { tell } = useTell();
	const onError = useSaveErrors();
	return (
		<EditBase
			mutationMode="pessimistic"
			redirect={false}
			mutationOptions={{
				onError,
				onSuccess: (role: RaRecord) =>
					tell(translate("lyceum.changes.saved", { title: role.name }))
			}}
		>
			<Edited />
		</EditBase>
	);
}

function Edited() {
	const translate = useTranslate();
	const { record, error, refetch } = useEditContext<RaRecord>();
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	if (!record) return null;
	return (
		<Page
			title={record.name as string}
			over={
				<Back to="/roles" label={translate("resources.roles.name", { smart_count: 2 })} />
			}
		>
			<Form key={record.rev} warnWhenUnsavedChanges>
				<RoleForm name={record.name as string} />
			</Form>
		</Page>
	);
}

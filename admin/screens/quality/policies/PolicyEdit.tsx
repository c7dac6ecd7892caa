/** A policy is changed, with what that would do in sight. */
import { EditBase, Form, useEditContext, type RaRecord } from "react-admin";
import { useSaveErrors } from "../../../generic/edit/useSaveErrors.ts";
import { useScreenName } from "../../../generic/useScreenName.ts";
import { useResourceScreen } from "../../../generic/useResourceScreen.ts";
import { Back } from "../../../layout/Back.tsx";
import { Page } from "../../../layout/Page.tsx";
import { Problem } from "../../../layout/Problem.tsx";
import { useTell } from "../../../layout/useTell.tsx";
import type { Policy } from "../quality.ts";
import { useWords } from "../useWords.ts";
import { PolicyForm } from "./PolicyForm.tsx";

export function PolicyEdit() {
	const words = useWords();
	const { tell } = useTell();
	const onError = useSaveErrors();
	return (
		<EditBase
			mutationMode="pessimistic"
			redirect={false}
			mutationOptions={{ onError, onSuccess: () => tell(words("policy.saved")) }}
		>
			<Edited />
		</EditBase>
	);
}

function Edited() {
	const { many } = useScreenName();
	const screen = useResourceScreen();
	const { record, error, refetch } = useEditContext<Policy & RaRecord>();
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	if (!record) return null;
	return (
		<Page title={record.name} over={<Back to="/qualityPolicies" label={many(screen)} />}>
			<Form key={record.rev} warnWhenUnsavedChanges>
				<PolicyForm id={record.id} />
			</Form>
		</Page>
	);
}

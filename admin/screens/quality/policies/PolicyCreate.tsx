/** A new policy, with what it would do in sight. */
import { CreateBase, Form, useRedirect } from "react-admin";
import { useSaveErrors } from "../../../generic/edit/useSaveErrors.ts";
import { useResourceScreen } from "../../../generic/useResourceScreen.ts";
import { useScreenName } from "../../../generic/useScreenName.ts";
import { Back } from "../../../layout/Back.tsx";
import { Page } from "../../../layout/Page.tsx";
import { useTell } from "../../../layout/useTell.tsx";
import { useWords } from "../useWords.ts";
import { PolicyForm } from "./PolicyForm.tsx";

const EMPTY = { name: "", collectionId: null, gate: "none", rules: [], glossary: [] };

export function PolicyCreate() {
	const words = useWords();
	const { tell } = useTell();
	const redirect = useRedirect();
	const screen = useResourceScreen();
	const { many } = useScreenName();
	const onError = useSaveErrors();
	const saved = () => {
		tell(words("policy.saved"));
		redirect("list", screen.name);
	};
	return (
		<CreateBase redirect={false} mutationOptions={{ onError, onSuccess: saved }}>
			<Page
				title={words("policy.new")}
				over={<Back to="/qualityPolicies" label={many(screen)} />}
			>
				<Form warnWhenUnsavedChanges defaultValues={EMPTY}>
					<PolicyForm />
				</Form>
			</Page>
		</CreateBase>
	);
}

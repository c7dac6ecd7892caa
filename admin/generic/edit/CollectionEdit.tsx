/** A form that changes a document, and notices when somebody else changes it meanwhile. */
import { Button, Card, CardContent } from "@mui/material";
import { useMemo } from "react";
import {
	EditBase,
	Form,
	LinkBase,
	useEditContext,
	useRedirect,
	useTranslate,
	type RaRecord
} from "react-admin";
import { useQueryClient } from "@tanstack/react-query";
import { hasCode } from "../../api/problem.ts";
import type { Screen } from "../../api/screens.ts";
import { Back } from "../../layout/Back.tsx";
import { Page } from "../../layout/Page.tsx";
import { Problem } from "../../layout/Problem.tsx";
import { titleOf } from "../fields/Reference.tsx";
import { useResourceScreen } from "../useResourceScreen.ts";
import { ChangedElsewhere } from "./ChangedElsewhere.tsx";
import { FormBar } from "./FormBar.tsx";
import { Inputs } from "./Inputs.tsx";
import { useSaved } from "./useSaved.ts";
import { useSaveErrors } from "./useSaveErrors.ts";

/** The form's revision is what was read first, not what came since: see `ChangedElsewhere`. */
const KEPT = { staleTime: Infinity, refetchOnWindowFocus: false, gcTime: 0 };

export function CollectionEdit() {
	const screen = useResourceScreen();
	const redirect = useRedirect();
	const client = useQueryClient();
	const saved = useSaved(screen);
	const onError = useSaveErrors();
	if (!screen.update) return null;
	const onSuccess = (after: RaRecord, { previousData }: { previousData?: RaRecord }) => {
		saved(after, previousData);
		redirect("show", screen.name, after.id);
		void client.invalidateQueries({ queryKey: [screen.name] });
	};
	return (
		<EditBase
			mutationMode="pessimistic"
			redirect={false}
			queryOptions={KEPT}
			mutationOptions={{
				onSuccess,
				onError: (error: unknown) => {
					if (!hasCode(error, "DOCUMENT_STALE")) onError(error);
				}
			}}
		>
			<Edited screen={screen} />
		</EditBase>
	);
}

function Edited({ screen }: { screen: Screen }) {
	const translate = useTranslate();
	const { record, error, refetch } = useEditContext<RaRecord>();
	const body = useMemo(() => screen.update ?? {}, [screen]);
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	if (!record) return null;
	const show = `/${screen.name}/${encodeURIComponent(record.id)}/show`;
	const title = titleOf(record, screen);
	return (
		<Page
			title={translate("lyceum.edit.title", { title })}
			over={<Back to={show} label={title} />}
		>
			<Form warnWhenUnsavedChanges>
				<ChangedElsewhere screen={screen} />
				<Card>
					<CardContent>
						<Inputs screen={screen} body={body} />
					</CardContent>
					<FormBar>
						<Button component={LinkBase} to={show}>
							{translate("ra.action.cancel")}
						</Button>
					</FormBar>
				</Card>
			</Form>
		</Page>
	);
}

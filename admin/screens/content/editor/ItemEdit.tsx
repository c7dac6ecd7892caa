/** Edits an item and stays with it: saved by Ctrl+S, based on a revision, aware of what others change. */
import Save from "@mui/icons-material/Save";
import Visibility from "@mui/icons-material/Visibility";
import { Button } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import {
	EditBase,
	Form,
	LinkBase,
	useEditContext,
	useSaveContext,
	useTranslate,
	type RaRecord
} from "react-admin";
import { useFormContext, useFormState } from "react-hook-form";
import { hasCode } from "../../../api/problem.ts";
import { ChangedElsewhere } from "../../../generic/edit/ChangedElsewhere.tsx";
import { useSaved } from "../../../generic/edit/useSaved.ts";
import { useSaveErrors } from "../../../generic/edit/useSaveErrors.ts";
import { useResourceScreen } from "../../../generic/useResourceScreen.ts";
import { Back } from "../../../layout/Back.tsx";
import { Page } from "../../../layout/Page.tsx";
import { Problem } from "../../../layout/Problem.tsx";
import { useTell } from "../../../layout/useTell.tsx";
import { same } from "../../../providers/patch.ts";
import { placeOf, type Item, type ItemText } from "../item.ts";
import { StatusChip } from "../Marks.tsx";
import { withMessages } from "../withMessages.tsx";
import { fittingText } from "./fittingText.ts";
import { ItemForm } from "./ItemForm.tsx";

/** The form's revision is what was read first, not what came since: see `ChangedElsewhere`. */
const KEPT = { staleTime: Infinity, refetchOnWindowFocus: false, gcTime: 0 };

export const ItemEdit = withMessages(function ItemEdit() {
	const screen = useResourceScreen();
	const translate = useTranslate();
	const client = useQueryClient();
	const saved = useSaved(screen);
	const onError = useSaveErrors();
	const { tell } = useTell();
	if (!screen.update) return null;
	return (
		<EditBase
			mutationMode="pessimistic"
			redirect={false}
			queryOptions={KEPT}
			transform={(text: ItemText) => fittingText(text)}
			mutationOptions={{
				onSuccess: (after: RaRecord, { previousData }: { previousData?: RaRecord }) => {
					saved(after, previousData);
					for (const key of ["library", "versions", "differences", "html"])
						void client.invalidateQueries({ queryKey: ["content", key] });
				},
				onError: (error: unknown) => {
					if (hasCode(error, "DOCUMENT_STALE"))
						tell(translate("content.editor.stale"), { severity: "warning" });
					else onError(error);
				}
			}}
		>
			<Edited />
		</EditBase>
	);
});

function Edited() {
	const { record, error, refetch } = useEditContext<Item>();
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	if (!record) return null;
	return (
		<Form warnWhenUnsavedChanges>
			<EditedItem item={record} />
		</Form>
	);
}

function EditedItem({ item }: { item: Item }) {
	const translate = useTranslate();
	const screen = useResourceScreen();
	useTypedMeanwhile(item);
	return (
		<Page
			title={translate("lyceum.edit.title", { title: item.title })}
			over={<Back to="/content" label={translate("content.library.title")} />}
			actions={
				<>
					<StatusChip status={item.status} />
					<Button startIcon={<Visibility />} component={LinkBase} to={placeOf(item.id)}>
						{translate("content.editor.show")}
					</Button>
					<SaveButton />
				</>
			}
		>
			<ChangedElsewhere screen={screen} />
			<ItemForm item={item} />
		</Page>
	);
}

/** Saves, also by Ctrl+S. */
function SaveButton() {
	const translate = useTranslate();
	const { saving } = useSaveContext();
	const { isDirty, isSubmitting } = useFormState();
	const button = useRef<HTMLButtonElement>(null);
	useEffect(() => {
		const save = (event: KeyboardEvent) => {
			if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
			event.preventDefault();
			button.current?.click();
		};
		window.addEventListener("keydown", save);
		return () => window.removeEventListener("keydown", save);
	}, []);
	return (
		<Button
			ref={button}
			type="submit"
			variant="contained"
			startIcon={<Save />}
			disabled={Boolean(saving) || isSubmitting || !isDirty}
			title="Ctrl+S"
		>
			{translate("ra.action.save")}
		</Button>
	);
}

/** What was typed while it was being saved stays: the form takes the saved text over by itself. */
function useTypedMeanwhile({ rev }: Item) {
	const { getValues, setValue } = useFormContext();
	const { isSubmitting } = useFormState();
	const sent = useRef<Record<string, unknown> | null>(null);
	useEffect(() => {
		if (isSubmitting) sent.current = structuredClone(getValues());
	}, [isSubmitting]);
	useEffect(() => {
		const before = sent.current;
		sent.current = null;
		if (!before) return;
		const typed = Object.entries(structuredClone(getValues())).filter(
			([field, value]) => !same(value, before[field])
		);
		const waiting = setTimeout(() => {
			for (const [field, value] of typed) setValue(field, value, { shouldDirty: true });
		});
		return () => clearTimeout(waiting);
	}, [rev]);
}

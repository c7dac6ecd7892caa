/** Changes documents, tells of it, and offers to undo it. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { changeMany, undoMany, type Outcome, type Wish } from "../api/changes.ts";
import { useTell } from "../layout/useTell.tsx";

export function useChanging(collection: string) {
	const translate = useTranslate();
	const client = useQueryClient();
	const { tell, tellError } = useTell();
	const [isBusy, setBusy] = useState(false);

	const refresh = () => client.invalidateQueries({ queryKey: [collection] });

	async function undo(ids: string[]) {
		try {
			const outcomes = await undoMany(ids);
			report("lyceum.changes.undone", outcomes);
		} catch (error) {
			tellError(error);
		}
		await refresh();
	}

	function report(message: string, outcomes: Outcome[], ids: string[] = []) {
		const failed = outcomes.filter(({ problem }) => problem !== null);
		const done = outcomes.length - failed.length;
		const text = translate(message, { smart_count: done });
		const more = failed[0]
			? ` ${translate("lyceum.changes.refused", { smart_count: failed.length, reason: failed[0].problem!.detail })}`
			: "";
		tell(text + more, {
			severity: failed.length > 0 ? "warning" : "success",
			undo: ids.length > 0 ? () => void undo(ids) : undefined
		});
	}

	/** Does what is wished; true when all of it was done. */
	async function change(message: string, wishes: Wish[]): Promise<boolean> {
		setBusy(true);
		try {
			const { undo: ids, outcomes } = await changeMany(collection, wishes);
			report(message, outcomes, ids);
			return outcomes.every(({ problem }) => problem === null);
		} catch (error) {
			tellError(error);
			return false;
		} finally {
			setBusy(false);
			await refresh();
		}
	}

	return { change, isBusy };
}

/** What is told of a change that was saved, with the way to take it back. */
import { useQueryClient } from "@tanstack/react-query";
import { useTranslate, type RaRecord } from "react-admin";
import { changeMany } from "../../api/changes.ts";
import type { Screen } from "../../api/screens.ts";
import { useTell } from "../../layout/useTell.tsx";
import { titleOf } from "../fields/Reference.tsx";
import { reversePatch } from "./reversePatch.ts";

export function useSaved(screen: Screen) {
	const translate = useTranslate();
	const client = useQueryClient();
	const { tell, tellError } = useTell();
	return (after: RaRecord, before: RaRecord = after) => {
		const back = reversePatch(before, after, screen);
		const undo = async () => {
			const wish = { id: String(after.id), rev: after.rev as number, set: back };
			const { outcomes } = await changeMany(screen.name, [wish]);
			tell(
				outcomes[0]?.problem?.detail ??
					translate("lyceum.changes.undone", { smart_count: 1 }),
				{ severity: outcomes[0]?.problem ? "error" : "success" }
			);
			await client.invalidateQueries({ queryKey: [screen.name] });
		};
		tell(translate("lyceum.changes.saved", { title: titleOf(after, screen) }), {
			undo: () => void undo().catch(tellError)
		});
	};
}

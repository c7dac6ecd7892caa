/** Removes one document; where the server keeps it for a while, it can be taken back. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslate, type RaRecord } from "react-admin";
import { request } from "../api/http.ts";
import { useScreen } from "../api/screens.ts";
import { useTell } from "../layout/useTell.tsx";
import { pathOf } from "../providers/dataProvider.ts";
import { titleOf } from "./fields/Reference.tsx";

export function useRemoving(collection: string) {
	const translate = useTranslate();
	const client = useQueryClient();
	const screen = useScreen(collection);
	const { tell, tellError } = useTell();
	const [isBusy, setBusy] = useState(false);
	const canRestore = screen?.operations.includes("restore") ?? false;

	async function restore(record: RaRecord) {
		try {
			const path = `${pathOf(collection)}/${encodeURIComponent(record.id)}/restore`;
			await request(path, { method: "POST", body: {} });
			tell(translate("lyceum.changes.restored", { title: titleOf(record, screen!) }));
		} catch (error) {
			tellError(error);
		}
		await client.invalidateQueries({ queryKey: [collection] });
	}

	async function remove(record: RaRecord, done: () => void) {
		setBusy(true);
		try {
			const path = `${pathOf(collection)}/${encodeURIComponent(record.id)}`;
			await request(path, { method: "DELETE" });
			tell(translate("lyceum.changes.removedOne", { title: titleOf(record, screen!) }), {
				undo: canRestore ? () => void restore(record) : undefined
			});
			done();
		} catch (error) {
			tellError(error);
		} finally {
			setBusy(false);
		}
		await client.invalidateQueries({ queryKey: [collection, "getList"] });
	}

	return { remove, isBusy };
}

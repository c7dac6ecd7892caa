/** What can be done with the document that is shown. */
import Delete from "@mui/icons-material/Delete";
import Edit from "@mui/icons-material/Edit";
import { Button } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LinkBase, useRedirect, useTranslate, type RaRecord } from "react-admin";
import { request } from "../../api/http.ts";
import type { Verb } from "../../api/screens.ts";
import { useTell } from "../../layout/useTell.tsx";
import { wordsOf } from "../labels.ts";
import { useRemoving } from "../useRemoving.ts";
import { useResourceScreen } from "../useResourceScreen.ts";

export function ShowActions({ record }: { record: RaRecord }) {
	const translate = useTranslate();
	const redirect = useRedirect();
	const { name, operations, verbs } = useResourceScreen();
	const { remove, isBusy } = useRemoving(name);
	return (
		<>
			{verbs.map(verb => (
				<VerbButton key={verb.name} verb={verb} record={record} />
			))}
			{operations.includes("update") && (
				<Button
					startIcon={<Edit />}
					variant="contained"
					component={LinkBase}
					to={`/${name}/${encodeURIComponent(record.id)}`}
				>
					{translate("ra.action.edit")}
				</Button>
			)}
			{operations.includes("remove") && (
				<Button
					color="error"
					startIcon={<Delete />}
					disabled={isBusy}
					onClick={() => void remove(record, () => redirect("list", name))}
				>
					{translate("ra.action.delete")}
				</Button>
			)}
		</>
	);
}

/** An action of the collection's own, e.g. to send a mail again. */
function VerbButton({ verb, record }: { verb: Verb; record: RaRecord }) {
	const translate = useTranslate();
	const client = useQueryClient();
	const { name } = useResourceScreen();
	const { tell, tellError } = useTell();
	const [isBusy, setBusy] = useState(false);
	const label = translate(`lyceum.verbs.${verb.name}`, { _: wordsOf(verb.name) });
	const run = async () => {
		setBusy(true);
		try {
			const path = verb.path.replace(":id", encodeURIComponent(record.id));
			await request(path, { method: "POST", body: {} });
			tell(translate("lyceum.verbs.done", { verb: label }));
		} catch (error) {
			tellError(error);
		}
		setBusy(false);
		await client.invalidateQueries({ queryKey: [name] });
	};
	return (
		<Button title={verb.summary} disabled={isBusy} onClick={() => void run()}>
			{label}
		</Button>
	);
}

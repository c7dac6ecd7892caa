/** Somebody else has changed the document that is edited: says so, and takes over what does not collide. */
import { Alert, Button, Stack } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useEditContext, useTranslate, type RaRecord } from "react-admin";
import { useFormContext } from "react-hook-form";
import type { Screen } from "../../api/screens.ts";
import { useChanges } from "../../live/useLive.ts";
import { same } from "../../providers/patch.ts";
import { useLabel } from "../labels.ts";

export function ChangedElsewhere({ screen }: { screen: Screen }) {
	const translate = useTranslate();
	const label = useLabel(screen);
	const client = useQueryClient();
	const { record, saving } = useEditContext<RaRecord>();
	const form = useFormContext();
	const [theirs, setTheirs] = useState<RaRecord | null>(null);
	const [isGone, setGone] = useState(false);
	/** What was typed here and shall stay. */
	const pending = useRef<Record<string, unknown>>({});

	useChanges(
		record ? { collection: screen.name, id: String(record.id) } : null,
		(_event, change) => {
			if (change.type === "removed") setGone(true);
			const isNewer = (change.document?.rev ?? 0) > ((record?.rev as number) ?? 0);
			if (isNewer && !saving) setTheirs(change.document!);
		}
	);

	// The form takes the new document over by itself, in an effect of its own that comes after this one.
	useEffect(() => {
		const values = Object.entries(pending.current);
		pending.current = {};
		const waiting = setTimeout(() => {
			for (const [field, value] of values) form.setValue(field, value, { shouldDirty: true });
		});
		return () => clearTimeout(waiting);
	}, [record?.rev]);

	if (isGone) return <Alert severity="error">{translate("lyceum.edit.gone")}</Alert>;
	if (!theirs || !record) return null;

	const changed = Object.keys(screen.update?.properties ?? {}).filter(
		field => field !== "rev" && !same(record[field], theirs[field])
	);
	const mine = changed.filter(field => !same(form.getValues(field), record[field]));

	/** The form is based on their version now; what was typed here stays unless it is let go. */
	const take = (keepsMine: boolean) => {
		const kept = keepsMine ? mine.map(field => [field, form.getValues(field) as unknown]) : [];
		const typed = form.getValues();
		const own = Object.fromEntries(
			Object.entries(typed).filter(([field, value]) => !same(value, record[field]))
		);
		client.setQueryData(
			[screen.name, "getOne", { id: String(record.id), meta: undefined }],
			theirs
		);
		pending.current = {
			...(keepsMine ? own : without(own, mine)),
			...Object.fromEntries(kept)
		};
		setTheirs(null);
	};

	return (
		<Alert severity="warning" sx={{ mb: 2 }}>
			{translate("lyceum.edit.changed", { fields: changed.map(label).join(", ") })}
			{mine.length > 0 && (
				<div>
					{translate("lyceum.edit.collides", { fields: mine.map(label).join(", ") })}
				</div>
			)}
			<Stack direction="row" sx={{ gap: 1, mt: 1 }}>
				<Button size="small" variant="outlined" color="inherit" onClick={() => take(true)}>
					{translate(mine.length > 0 ? "lyceum.edit.keepMine" : "lyceum.edit.merge")}
				</Button>
				{mine.length > 0 && (
					<Button
						size="small"
						variant="outlined"
						color="inherit"
						onClick={() => take(false)}
					>
						{translate("lyceum.edit.takeTheirs")}
					</Button>
				)}
			</Stack>
		</Alert>
	);
}

function without(fields: Record<string, unknown>, names: string[]) {
	return Object.fromEntries(Object.entries(fields).filter(([field]) => !names.includes(field)));
}

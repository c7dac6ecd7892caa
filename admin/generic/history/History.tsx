/** What happened to a document, change by change, with the way back to each version. */
import { Box, Button, Chip, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslate, type RaRecord } from "react-admin";
import { request } from "../../api/http.ts";
import type { Screen } from "../../api/screens.ts";
import { Problem } from "../../layout/Problem.tsx";
import { pathOf } from "../../providers/dataProvider.ts";
import { patchOf } from "../../providers/patch.ts";
import { Reference } from "../fields/Reference.tsx";
import { Time } from "../fields/Value.tsx";
import { useLabel } from "../labels.ts";
import { useChanging } from "../useChanging.ts";
import { Difference } from "./Difference.tsx";

type Fields = Record<string, unknown>;

interface Entry {
	id: string;
	rev: number;
	type: "created" | "updated" | "removed" | "restored";
	at: string;
	actor: { id: string | null; kind: string };
	changed: string[];
	before: Fields | null;
	after: Fields | null;
}

const PAGE_SIZE = 20;

export default function History({ record, screen }: { record: RaRecord; screen: Screen }) {
	const translate = useTranslate();
	const [pages, setPages] = useState(1);
	const path = `${pathOf(screen.name)}/${encodeURIComponent(record.id)}/history`;
	const { data, error, refetch } = useQuery({
		queryKey: [screen.name, "history", record.id, pages],
		queryFn: async () => {
			const query = `page=1&pageSize=${Math.min(100, PAGE_SIZE * pages)}`;
			return (await request<{ data: Entry[]; total: number }>(`${path}?${query}`)).body;
		},
		placeholderData: before => before
	});
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	if (!data) return null;
	return (
		<Stack component="ol" sx={{ m: 0, p: 0, gap: 2, listStyle: "none" }}>
			{data.data.map(entry => (
				<HistoryEntry key={entry.id} entry={entry} record={record} screen={screen} />
			))}
			{data.total > data.data.length && (
				<li>
					<Button onClick={() => setPages(pages + 1)}>
						{translate("lyceum.history.more")}
					</Button>
				</li>
			)}
		</Stack>
	);
}

interface HistoryEntryProps {
	entry: Entry;
	record: RaRecord;
	screen: Screen;
}

function HistoryEntry({ entry, record, screen }: HistoryEntryProps) {
	const translate = useTranslate();
	const label = useLabel(screen);
	const { change, isBusy } = useChanging(screen.name);
	const { rev, type, at, actor, before, after } = entry;
	const isCurrent = rev === record.rev;
	const changed = entry.changed.filter(field => !["id", "createdAt"].includes(field));
	const restore = () => {
		const set = writable(patchOf(record, after!), screen);
		if (Object.keys(set).length > 0)
			void change("lyceum.history.restored", [
				{ id: String(record.id), rev: record.rev as number, set }
			]);
	};
	return (
		<Box
			component="li"
			sx={{ borderLeft: 2, borderColor: isCurrent ? "primary.main" : "divider", pl: 2 }}
		>
			<Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap", mb: 0.5 }}>
				<Typography variant="subtitle2" component="h2">
					{translate(`lyceum.history.${type}`)}
				</Typography>
				<Chip
					size="small"
					variant="outlined"
					label={translate("lyceum.history.rev", { rev })}
				/>
				<Typography variant="body2" color="textSecondary">
					<Time value={at} /> ·{" "}
					{actor.id === null ? (
						translate("lyceum.history.system")
					) : (
						<Reference id={actor.id} to="users" />
					)}
				</Typography>
				{!isCurrent && after !== null && screen.operations.includes("update") && (
					<Button size="small" disabled={isBusy} onClick={restore}>
						{translate("lyceum.history.restore")}
					</Button>
				)}
			</Stack>
			{type === "updated" &&
				changed.map(field => (
					<Difference
						key={field}
						label={label(field)}
						schema={screen.schema.properties?.[field] ?? {}}
						resource={screen.name}
						path={field}
						before={before?.[field]}
						after={after?.[field]}
					/>
				))}
		</Box>
	);
}

/** What a body may hold. */
function writable(patch: Fields, { update }: Screen) {
	const known = update?.properties ?? {};
	return Object.fromEntries(Object.entries(patch).filter(([field]) => field in known));
}

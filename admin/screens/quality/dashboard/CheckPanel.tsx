/** Begins a check, shows how far it is, and cancels it. */
import PlayArrow from "@mui/icons-material/PlayArrow";
import {
	Alert,
	Box,
	Button,
	Checkbox,
	FormControlLabel,
	LinearProgress,
	Stack,
	Typography
} from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { request } from "../../../api/http.ts";
import { usePermitted } from "../../../layout/usePermitted.ts";
import { useTell } from "../../../layout/useTell.tsx";
import { useLiveCollection } from "../../../live/useLive.ts";
import { useRequest } from "../../useRequest.ts";
import { CollectionSelect } from "../CollectionSelect.tsx";
import type { Check, Page } from "../quality.ts";
import { useWords, type Words } from "../useWords.ts";

const LOOK_EVERY_MS = 1000;
const LATEST = "/quality/checks?pageSize=1&sort=-createdAt";

export function CheckPanel() {
	const words = useWords();
	const { tellError } = useTell();
	const client = useQueryClient();
	const { check, isRunning } = useLatestCheck();
	const mayCheckAll = usePermitted()({ action: "checkAll", subject: "QualityCheck" });
	const [collectionId, setCollection] = useState<string | null>(null);
	const [links, setLinks] = useState(false);
	const post = async (path: string, body: object) => {
		try {
			await request(path, { method: "POST", body });
		} catch (error) {
			tellError(error);
		}
		await client.invalidateQueries({ queryKey: ["qualityChecks"] });
	};
	const scope = collectionId === null ? { all: true } : { collectionId };
	const mayBegin = mayCheckAll || collectionId !== null;
	return (
		<Stack sx={{ gap: 1.5, pt: 1 }}>
			<CollectionSelect
				label={words("check.scope")}
				all={words("check.all")}
				value={collectionId}
				onChange={setCollection}
			/>
			<FormControlLabel
				control={
					<Checkbox
						size="small"
						checked={links}
						onChange={(_event, checked) => setLinks(checked)}
					/>
				}
				label={words("check.links")}
			/>
			<Box>
				<Button
					variant="contained"
					startIcon={<PlayArrow />}
					disabled={isRunning || !mayBegin}
					onClick={() => void post("/quality/checks", { ...scope, links })}
				>
					{words("check.run")}
				</Button>
			</Box>
			{isRunning && check && (
				<Running
					check={check}
					onCancel={() => void post(`/quality/checks/${check.id}/cancel`, {})}
				/>
			)}
			<Box role="status">{check && !isRunning && <Outcome check={check} />}</Box>
		</Stack>
	);
}

/** The latest check; while it runs it is asked for again and again, and what it has changed is read once it ended. */
function useLatestCheck() {
	const client = useQueryClient();
	useLiveCollection("qualityChecks");
	const [isRunning, setRunning] = useState(false);
	const { data } = useRequest<Page<Check>>(LATEST, {
		key: ["qualityChecks", "latest"],
		everyMs: isRunning ? LOOK_EVERY_MS : undefined
	});
	const check = data?.data[0];
	const runs = check !== undefined && ["queued", "running"].includes(check.state);
	useEffect(() => {
		if (isRunning && !runs)
			for (const key of ["quality", "qualityFindings", "qualityItems"])
				void client.invalidateQueries({ queryKey: [key] });
		setRunning(runs);
	}, [client, isRunning, runs]);
	return { check, isRunning: runs };
}

function Running({ check, onCancel }: { check: Check; onCancel: () => void }) {
	const words = useWords();
	const percent = Math.round(check.progress * 100);
	const text =
		check.state === "queued"
			? words("check.waiting")
			: words("check.running", { percent, smart_count: check.items });
	return (
		<Box>
			<Stack direction="row" sx={{ gap: 1, alignItems: "center", mb: 0.5 }}>
				<Typography variant="body2" sx={{ flexGrow: 1 }}>
					{text}
				</Typography>
				<Button onClick={onCancel}>{words("check.cancel")}</Button>
			</Stack>
			<LinearProgress
				variant="determinate"
				value={percent}
				aria-label={words("check.title")}
				sx={{ height: 8, borderRadius: 4 }}
			/>
		</Box>
	);
}

function Outcome({ check }: { check: Check }) {
	const words = useWords();
	const { state, failures } = check;
	if (state === "cancelled") return <Alert severity="info">{words("check.cancelled")}</Alert>;
	if (state === "failed") return <Alert severity="error">{words("check.failed")}</Alert>;
	return (
		<>
			<Alert severity="success">{sentenceOf(check, words)}</Alert>
			{failures.length > 0 && (
				<Alert severity="warning" sx={{ mt: 1 }}>
					{words("check.failures", { smart_count: failures.length })}
					<ul style={{ margin: 0, paddingInlineStart: 18, overflowWrap: "anywhere" }}>
						{failures.slice(0, 3).map(failure => (
							<li key={failure}>{failure}</li>
						))}
					</ul>
				</Alert>
			)}
		</>
	);
}

function sentenceOf({ items, opened, closed, unchanged }: Check, words: Words) {
	const done = words("check.done", { smart_count: items });
	return `${done}: ${words("check.outcome", { opened, closed, unchanged })}`;
}

/** Brings documents in from a CSV or JSON file: read, checked by the server, shown, and then made. */
import {
	Alert,
	Button,
	Dialog,
	DialogActions,
	DialogContent,
	DialogTitle,
	LinearProgress,
	Table,
	TableBody,
	TableCell,
	TableContainer,
	TableHead,
	TableRow,
	Typography
} from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { changeMany, undoMany, type Outcome } from "../../api/changes.ts";
import { sentenceOf } from "../../api/problem.ts";
import { FileButton } from "../../layout/FileButton.tsx";
import { useTell } from "../../layout/useTell.tsx";
import { useResourceScreen } from "../useResourceScreen.ts";
import { readDocuments } from "./readDocuments.ts";

/** Enough to see whether it was read as it was meant. */
const SHOWN_ROWS = 50;

interface Preview {
	documents: Record<string, unknown>[];
	outcomes: Outcome[];
}

export default function ImportDialog({ onClose }: { onClose: () => void }) {
	const translate = useTranslate();
	const client = useQueryClient();
	const { tell } = useTell();
	const screen = useResourceScreen();
	const [preview, setPreview] = useState<Preview | null>(null);
	const [problem, setProblem] = useState<string | null>(null);
	const [progress, setProgress] = useState<number | null>(null);

	const guarded = async (work: () => Promise<void>) => {
		setProblem(null);
		setProgress(0);
		await work().catch((error: Error) => setProblem(error.message));
		setProgress(null);
	};

	const look = (file: File) =>
		guarded(async () => {
			const documents = readDocuments(file.name, await file.text(), screen.create ?? {});
			const wishes = documents.map(create => ({ create }));
			const { outcomes } = await changeMany(screen.name, wishes, {
				dryRun: true,
				onProgress: done => setProgress((100 * done) / wishes.length)
			});
			setPreview({ documents, outcomes });
		});

	const good =
		preview?.documents.filter((_one, index) => !preview.outcomes[index]!.problem) ?? [];

	const bring = () =>
		guarded(async () => {
			const wishes = good.map(create => ({ create }));
			const { outcomes, undo } = await changeMany(screen.name, wishes, {
				onProgress: done => setProgress((100 * done) / wishes.length)
			});
			await client.invalidateQueries({ queryKey: [screen.name] });
			const refused = outcomes.filter(outcome => outcome.problem);
			const count = outcomes.length - refused.length;
			tell(translate("lyceum.import.done", { smart_count: count }), {
				undo: () =>
					void undoMany(undo).then(() =>
						client.invalidateQueries({ queryKey: [screen.name] })
					)
			});
			if (refused.length === 0) onClose();
			else setPreview({ documents: good, outcomes });
		});

	return (
		<Dialog open onClose={onClose} fullWidth maxWidth="md" aria-labelledby="import-title">
			<DialogTitle id="import-title">{translate("lyceum.import.title")}</DialogTitle>
			<DialogContent>
				<Typography variant="body2" sx={{ mb: 1 }}>
					{translate("lyceum.import.help", {
						fields: Object.keys(screen.create?.properties ?? {}).join(", ")
					})}
				</Typography>
				<FileButton
					label={translate("lyceum.import.choose")}
					accept=".csv,.json"
					onFile={file => void look(file)}
				/>
				{progress !== null && (
					<LinearProgress
						variant="determinate"
						value={progress}
						aria-label={translate("lyceum.import.progress")}
						sx={{ my: 2 }}
					/>
				)}
				{problem && (
					<Alert severity="error" sx={{ mt: 2 }}>
						{translate(problem, { _: problem })}
					</Alert>
				)}
				{preview && <PreviewTable {...preview} />}
			</DialogContent>
			<DialogActions>
				<Button onClick={onClose}>{translate("ra.action.close")}</Button>
				<Button
					variant="contained"
					disabled={good.length === 0 || progress !== null}
					onClick={() => void bring()}
				>
					{translate("lyceum.import.bring", { smart_count: good.length })}
				</Button>
			</DialogActions>
		</Dialog>
	);
}

function PreviewTable({ documents, outcomes }: Preview) {
	const translate = useTranslate();
	const bad = outcomes.filter(({ problem }) => problem).length;
	const columns = [...new Set(documents.flatMap(document => Object.keys(document)))];
	// What is wrong comes first: it is what somebody has to look at.
	const rows = documents
		.map((document, index) => ({ document, row: index + 1, problem: outcomes[index]!.problem }))
		.sort((one, other) => Number(other.problem !== null) - Number(one.problem !== null))
		.slice(0, SHOWN_ROWS);
	return (
		<>
			<Alert severity={bad === 0 ? "success" : "warning"} sx={{ my: 2 }}>
				{translate("lyceum.import.checked", { good: documents.length - bad, bad })}
			</Alert>
			<TableContainer
				tabIndex={0}
				role="region"
				aria-label={translate("lyceum.import.preview")}
			>
				<Table size="small">
					<TableHead>
						<TableRow>
							<TableCell>{translate("lyceum.import.row")}</TableCell>
							<TableCell>{translate("lyceum.import.problem")}</TableCell>
							{columns.map(column => (
								<TableCell key={column}>{column}</TableCell>
							))}
						</TableRow>
					</TableHead>
					<TableBody>
						{rows.map(({ document, row, problem }) => (
							<TableRow key={row}>
								<TableCell>{row}</TableCell>
								<TableCell sx={{ color: "error.main", minWidth: 180 }}>
									{problem && describe(problem)}
								</TableCell>
								{columns.map(column => (
									<TableCell key={column}>{shown(document[column])}</TableCell>
								))}
							</TableRow>
						))}
					</TableBody>
				</Table>
			</TableContainer>
		</>
	);
}

function describe({ detail, errors = [] }: NonNullable<Outcome["problem"]>) {
	if (errors.length === 0) return detail;
	return errors.map(error => `${error.pointer.slice(1)}: ${sentenceOf(error)}`).join("; ");
}

function shown(value: unknown) {
	const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
	return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Publishes an item, now or at a time; says what holds it back, and takes a reason to publish all the same. */
import {
	Alert,
	Button,
	Dialog,
	DialogActions,
	DialogContent,
	DialogTitle,
	Stack,
	TextField,
	Typography
} from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { ApiError, hasCode, type FieldProblem } from "../../../api/problem.ts";
import { Problem } from "../../../layout/Problem.tsx";
import { FindingCard } from "../FindingCard.tsx";
import type { Finding } from "../findings.ts";
import type { Item } from "../item.ts";
import { useTakeStep } from "./useTakeStep.ts";

/** A reason of a gate, as the problem has it. */
type Held = FieldProblem & Pick<Finding, "rule" | "severity"> & Partial<Finding> & { by: string };

interface PublishDialogProps {
	item: Item;
	onClose: () => void;
}

export function PublishDialog({ item, onClose }: PublishDialogProps) {
	const translate = useTranslate();
	const take = useTakeStep(item);
	const [publishAt, setPublishAt] = useState("");
	const [expireAt, setExpireAt] = useState(toLocal(item.expireAt));
	const [override, setOverride] = useState("");
	const [problem, setProblem] = useState<unknown>(null);
	const [isBusy, setBusy] = useState(false);
	const held = heldBy(problem);
	const go = async () => {
		setBusy(true);
		try {
			await take("publish", {
				...(publishAt && { publishAt: toMoment(publishAt) }),
				...(expireAt !== toLocal(item.expireAt) && {
					expireAt: expireAt === "" ? null : toMoment(expireAt)
				}),
				...(override.trim() && { override })
			});
			onClose();
		} catch (error) {
			setProblem(error);
			setBusy(false);
		}
	};
	return (
		<Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="publish-title">
			<DialogTitle id="publish-title">
				{translate("content.steps.ask.publish", { title: item.title })}
			</DialogTitle>
			<DialogContent>
				<Stack sx={{ gap: 2, pt: 1 }}>
					<Moment
						label={translate("content.publish.at")}
						help={translate("content.publish.atHelp")}
						value={publishAt}
						onChange={setPublishAt}
					/>
					<Moment
						label={translate("content.publish.until")}
						help={translate("content.publish.untilHelp")}
						value={expireAt}
						onChange={setExpireAt}
					/>
					{held === null && problem !== null && <Problem error={problem} />}
					{held !== null && <HeldBack held={held} />}
					{held !== null && (
						<TextField
							multiline
							minRows={2}
							label={translate("content.publish.override")}
							helperText={translate("content.publish.overrideHelp")}
							value={override}
							onChange={({ target }) => setOverride(target.value)}
							slotProps={{ htmlInput: { maxLength: 2000 } }}
						/>
					)}
				</Stack>
			</DialogContent>
			<DialogActions>
				<Button onClick={onClose}>{translate("ra.action.cancel")}</Button>
				<Button
					variant="contained"
					color={held ? "error" : "primary"}
					disabled={isBusy || (held !== null && override.trim() === "")}
					onClick={() => void go()}
				>
					{translate(
						held
							? "content.publish.allTheSame"
							: publishAt
								? "content.publish.schedule"
								: "content.steps.publish"
					)}
				</Button>
			</DialogActions>
		</Dialog>
	);
}

function HeldBack({ held }: { held: Held[] }) {
	const translate = useTranslate();
	return (
		<Alert severity="error" role="alert">
			<Typography sx={{ fontWeight: 600 }}>
				{translate("content.publish.held", { smart_count: held.length })}
			</Typography>
			{held.map((reason, at) => (
				<FindingCard key={at} finding={{ ...reason, passage: reason.passage ?? "" }} />
			))}
		</Alert>
	);
}

interface MomentProps {
	label: string;
	help: string;
	value: string;
	onChange: (value: string) => void;
}

function Moment({ label, help, value, onChange }: MomentProps) {
	return (
		<TextField
			type="datetime-local"
			label={label}
			helperText={help}
			value={value}
			onChange={({ target }) => onChange(target.value)}
			slotProps={{ inputLabel: { shrink: true } }}
		/>
	);
}

function heldBy(problem: unknown): Held[] | null {
	if (!hasCode(problem, "CONTENT_HELD")) return null;
	return ((problem as ApiError).problem.errors ?? []) as Held[];
}

/** A moment as the input has it, in the reader's own time. */
function toLocal(moment: string | null | undefined): string {
	if (!moment) return "";
	const date = new Date(moment);
	const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
	return shifted.toISOString().slice(0, 16);
}

function toMoment(local: string): string {
	return new Date(local).toISOString();
}

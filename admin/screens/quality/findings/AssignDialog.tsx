/** Makes a finding somebody's task, until a day. */
import {
	Autocomplete,
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
import { useGetList, useTranslate, type RaRecord } from "react-admin";
import { useScreen, useScreens } from "../../../api/screens.ts";
import { useTell } from "../../../layout/useTell.tsx";
import type { Finding } from "../quality.ts";
import { endOfDay } from "../useDay.ts";
import { useFindingSteps } from "../useFindingSteps.ts";
import { useWords } from "../useWords.ts";

interface Person {
	id: string;
	label: string;
}

const MOST = 25;

export function AssignDialog({ finding, onClose }: { finding: Finding; onClose: () => void }) {
	const words = useWords();
	const translate = useTranslate();
	const { tell, tellError } = useTell();
	const step = useFindingSteps();
	const me = useMe();
	const [owner, setOwner] = useState<Person | null>(me);
	const [due, setDue] = useState(finding.dueOn?.slice(0, 10) ?? "");
	const run = async (work: () => Promise<unknown>, message: string) => {
		try {
			await work();
			tell(words(message));
			onClose();
		} catch (error) {
			tellError(error);
		}
	};
	const dueOn = endOfDay(due);
	const body = { assigneeId: owner?.id, ...(dueOn && { dueOn }) };
	return (
		<Dialog open onClose={onClose} aria-labelledby="assign-title" fullWidth maxWidth="xs">
			<DialogTitle id="assign-title">{words("finding.task")}</DialogTitle>
			<DialogContent>
				<Typography sx={{ mb: 2 }}>{finding.message}</Typography>
				<Stack sx={{ gap: 2 }}>
					<PersonInput value={owner} me={me} onChange={setOwner} />
					<TextField
						type="date"
						label={words("finding.due")}
						value={due}
						onChange={({ target }) => setDue(target.value)}
						slotProps={{ inputLabel: { shrink: true } }}
					/>
				</Stack>
			</DialogContent>
			<DialogActions>
				{finding.state === "assigned" && (
					<Button
						sx={{ mr: "auto" }}
						onClick={() =>
							void run(() => step(finding, "release"), "finding.releasedOne")
						}
					>
						{words("finding.release")}
					</Button>
				)}
				<Button onClick={onClose}>{translate("ra.action.cancel")}</Button>
				<Button
					variant="contained"
					disabled={owner === null}
					onClick={() =>
						void run(() => step(finding, "assign", body), "finding.assigned")
					}
				>
					{words("finding.give")}
				</Button>
			</DialogActions>
		</Dialog>
	);
}

function useMe(): Person | null {
	const words = useWords();
	const { user } = useScreens();
	return user === null ? null : { id: user, label: words("finding.me") };
}

interface PersonInputProps {
	value: Person | null;
	me: Person | null;
	onChange: (person: Person | null) => void;
}

/** Whoever may look at users chooses one of them; others take the task themselves. */
function PersonInput({ value, me, onChange }: PersonInputProps) {
	const words = useWords();
	const users = useScreen("users");
	const [typed, setTyped] = useState("");
	const where = typed && typed !== value?.label ? [likeOf(users?.title, typed)] : [];
	const { data = [] } = useGetList(
		"users",
		{ pagination: { page: 1, perPage: MOST }, filter: { where } },
		{ enabled: users !== undefined }
	);
	const people = data
		.filter(({ id }) => id !== me?.id)
		.map(record => ({ id: String(record.id), label: nameOf(record) }));
	return (
		<Autocomplete
			options={me ? [me, ...people] : people}
			value={value}
			onChange={(_event, next) => onChange(next)}
			onInputChange={(_event, text) => setTyped(text)}
			isOptionEqualToValue={(one, other) => one.id === other.id}
			getOptionKey={({ id }) => id}
			renderInput={params => <TextField {...params} label={words("finding.owner")} />}
		/>
	);
}

function likeOf(title: string | undefined, text: string) {
	return { field: title ?? "email", operator: "contains" as const, value: text };
}

function nameOf({ name, email, username, id }: RaRecord) {
	return String(name ?? email ?? username ?? id);
}

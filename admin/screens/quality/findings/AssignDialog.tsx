/** Makes a finding somebody's task, until a day. */
import { Autocomplete, Button, TextField } from "@mui/material";
import { useState } from "react";
import { useGetList, type RaRecord } from "react-admin";
import { useScreen, useScreens } from "../../../api/screens.ts";
import { DayField } from "../DayField.tsx";
import type { Finding } from "../quality.ts";
import { endOfDay } from "../useDay.ts";
import { useWords } from "../useWords.ts";
import { FindingDialog } from "./FindingDialog.tsx";
import { useStepOf } from "./useStepOf.ts";

interface Person {
	id: string;
	label: string;
}

const MOST = 25;

export function AssignDialog({ finding, onClose }: { finding: Finding; onClose: () => void }) {
	const words = useWords();
	const step = useStepOf(finding, onClose);
	const me = useMe();
	const [owner, setOwner] = useState<Person | null>(me);
	const [due, setDue] = useState(finding.dueOn?.slice(0, 10) ?? "");
	const dueOn = endOfDay(due);
	const body = { assigneeId: owner?.id, ...(dueOn && { dueOn }) };
	const release = finding.state === "assigned" && (
		<Button
			sx={{ mr: "auto" }}
			onClick={() => void step("release", {}, words("finding.releasedOne"))}
		>
			{words("finding.release")}
		</Button>
	);
	return (
		<FindingDialog
			finding={finding}
			title={words("finding.task")}
			go={words("finding.give")}
			isReady={owner !== null}
			onGo={() => void step("assign", body, words("finding.assigned"))}
			onClose={onClose}
			other={release}
		>
			<PersonInput value={owner} me={me} onChange={setOwner} />
			<DayField label={words("finding.due")} value={due} onChange={setDue} />
		</FindingDialog>
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

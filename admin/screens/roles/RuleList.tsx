/** The rules of a role one by one, with conditions and fields; a later one outweighs an earlier one. */
import Delete from "@mui/icons-material/Delete";
import {
	Autocomplete,
	Box,
	Button,
	Checkbox,
	FormControlLabel,
	FormHelperText,
	IconButton,
	Stack,
	TextField
} from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useController } from "react-hook-form";
import { subjectsOf, verbsOf, type Rule } from "./rules.ts";
import { useSubjects } from "./useSubjects.ts";

export function RuleList() {
	const translate = useTranslate();
	const { field, fieldState } = useController<{ rules: Rule[] }>({ name: "rules" });
	const rules = (field.value ?? []) as Rule[];
	const problems = (fieldState.error ?? []) as unknown as Record<string, { message?: string }>[];
	const replace = (index: number, next: Rule) =>
		field.onChange(rules.map((rule, at) => (at === index ? next : rule)));
	return (
		<Stack sx={{ gap: 1.5 }}>
			{rules.map((rule, index) => (
				<RuleEditor
					key={index}
					number={index + 1}
					rule={rule}
					problem={sentencesOf(problems[index])}
					onChange={next => replace(index, next)}
					onRemove={() => field.onChange(rules.filter((_one, at) => at !== index))}
				/>
			))}
			<div>
				<Button
					onClick={() => field.onChange([...rules, { action: ["read"], subject: "" }])}
				>
					{translate("lyceum.roles.addRule")}
				</Button>
			</div>
		</Stack>
	);
}

/** What the server said about any part of the rule. */
function sentencesOf(problem: unknown): string[] {
	if (typeof problem === "string") return [problem];
	if (typeof problem !== "object" || problem === null) return [];
	const { message } = problem as { message?: unknown };
	if (typeof message === "string") return [message];
	return Object.entries(problem)
		.filter(([key]) => key !== "ref")
		.flatMap(([, inner]) => sentencesOf(inner));
}

interface RuleEditorProps {
	number: number;
	rule: Rule;
	problem: string[];
	onChange: (rule: Rule) => void;
	onRemove: () => void;
}

function RuleEditor({ number, rule, problem, onChange, onRemove }: RuleEditorProps) {
	const translate = useTranslate();
	const { subjects, verbsFor, fieldsOf } = useSubjects();
	const [subject = ""] = subjectsOf(rule);
	return (
		<Box
			role="group"
			aria-label={translate("lyceum.roles.rule", { number })}
			sx={{
				border: 1,
				borderColor: problem.length > 0 ? "error.main" : "divider",
				borderRadius: 1,
				p: 1.5
			}}
		>
			<Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", alignItems: "flex-start" }}>
				<Names
					label={translate("lyceum.roles.verbs")}
					options={verbsFor(subject)}
					value={verbsOf(rule)}
					onChange={action => onChange({ ...rule, action })}
				/>
				<Names
					label={translate("lyceum.roles.subject")}
					options={["all", ...subjects]}
					value={subjectsOf(rule).filter(one => one !== "")}
					onChange={next =>
						onChange({ ...rule, subject: next.length === 1 ? next[0]! : next })
					}
				/>
				<Names
					label={translate("lyceum.roles.fields")}
					options={fieldsOf(subject)}
					value={rule.fields ?? []}
					onChange={fields =>
						onChange({ ...rule, fields: fields.length > 0 ? fields : undefined })
					}
				/>
				<Conditions
					value={rule.conditions}
					onChange={conditions => onChange({ ...rule, conditions })}
				/>
				<FormControlLabel
					label={translate("lyceum.roles.inverted")}
					control={
						<Checkbox
							size="small"
							checked={rule.inverted ?? false}
							onChange={(_event, inverted) =>
								onChange({ ...rule, inverted: inverted || undefined })
							}
						/>
					}
				/>
				<IconButton
					aria-label={translate("lyceum.roles.removeRule", { number })}
					onClick={onRemove}
				>
					<Delete fontSize="small" />
				</IconButton>
			</Stack>
			{problem.map(text => (
				<FormHelperText key={text} error>
					{text.replace(/^@@react-admin@@"?|"$/g, "")}
				</FormHelperText>
			))}
		</Box>
	);
}

interface NamesProps {
	label: string;
	options: string[];
	value: string[];
	onChange: (names: string[]) => void;
}

function Names({ label, options, value, onChange }: NamesProps) {
	return (
		<Autocomplete
			multiple
			freeSolo
			size="small"
			sx={{ minWidth: 200, flexGrow: 1 }}
			options={options}
			value={value}
			onChange={(_event, next) => onChange(next)}
			renderInput={parameters => <TextField {...parameters} label={label} />}
		/>
	);
}

interface ConditionsProps {
	value: Record<string, unknown> | undefined;
	onChange: (conditions: Record<string, unknown> | undefined) => void;
}

function Conditions({ value, onChange }: ConditionsProps) {
	const translate = useTranslate();
	const [draft, setDraft] = useState<string | null>(null);
	const [isBroken, setBroken] = useState(false);
	const text = draft ?? (value ? JSON.stringify(value) : "");
	const change = (next: string) => {
		setDraft(next);
		try {
			onChange(
				next.trim() === "" ? undefined : (JSON.parse(next) as Record<string, unknown>)
			);
			setBroken(false);
		} catch {
			setBroken(true);
		}
	};
	return (
		<TextField
			size="small"
			sx={{ minWidth: 260, flexGrow: 2 }}
			label={translate("lyceum.roles.conditions")}
			placeholder={'{ "ownerId": "${user.id}" }'}
			value={text}
			error={isBroken}
			helperText={isBroken ? translate("lyceum.inputs.badJson") : undefined}
			onChange={event => change(event.target.value)}
			slotProps={{
				htmlInput: { spellCheck: false, style: { fontFamily: "ui-monospace, monospace" } }
			}}
		/>
	);
}

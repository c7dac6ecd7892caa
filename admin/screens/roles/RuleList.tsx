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
import type { FieldProblem } from "../../api/problem.ts";
import { RULE_PARTS, ruleSentences, type RulePart } from "./ruleSentences.ts";
import { subjectsOf, verbsOf, type Rule } from "./rules.ts";
import { useSubjects } from "./useSubjects.ts";

/** `problems` are what the server says of the rules while they are edited. */
export function RuleList({ problems }: { problems: FieldProblem[] }) {
	const translate = useTranslate();
	const { field, fieldState } = useController<{ rules: Rule[] }>({ name: "rules" });
	const rules = (field.value ?? []) as Rule[];
	const replace = (index: number, next: Rule) =>
		field.onChange(rules.map((rule, at) => (at === index ? next : rule)));
	return (
		<Stack sx={{ gap: 1.5 }}>
			{rules.map((rule, index) => (
				<RuleEditor
					key={index}
					number={index + 1}
					rule={rule}
					problemsOf={part =>
						ruleSentences({ rule, index, part, problems, refused: fieldState.error })
					}
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

interface RuleEditorProps {
	number: number;
	rule: Rule;
	problemsOf: (part: RulePart) => string[];
	onChange: (rule: Rule) => void;
	onRemove: () => void;
}

function RuleEditor({ number, rule, problemsOf, onChange, onRemove }: RuleEditorProps) {
	const translate = useTranslate();
	const { subjects, verbsFor, fieldsOf } = useSubjects();
	const [subject = ""] = subjectsOf(rule);
	const isWrong = RULE_PARTS.some(part => problemsOf(part).length > 0);
	return (
		<Box
			role="group"
			aria-label={translate("lyceum.roles.rule", { number })}
			sx={{
				border: 1,
				borderColor: isWrong ? "error.main" : "divider",
				borderRadius: 1,
				p: 1.5
			}}
		>
			<Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", alignItems: "flex-start" }}>
				<Names
					label={translate("lyceum.roles.verbs")}
					options={verbsFor(subject)}
					value={verbsOf(rule)}
					problems={problemsOf("action")}
					onChange={action => onChange({ ...rule, action })}
				/>
				<Names
					label={translate("lyceum.roles.subject")}
					options={["all", ...subjects]}
					value={subjectsOf(rule).filter(one => one !== "")}
					problems={problemsOf("subject")}
					onChange={next =>
						onChange({ ...rule, subject: next.length === 1 ? next[0]! : next })
					}
				/>
				<Names
					label={translate("lyceum.roles.fields")}
					options={fieldsOf(subject)}
					value={rule.fields ?? []}
					problems={problemsOf("fields")}
					onChange={fields =>
						onChange({ ...rule, fields: fields.length > 0 ? fields : undefined })
					}
				/>
				<Conditions
					value={rule.conditions}
					problems={problemsOf("conditions")}
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
			{problemsOf("rule").map(text => (
				<FormHelperText key={text} error>
					{text}
				</FormHelperText>
			))}
		</Box>
	);
}

interface NamesProps {
	label: string;
	options: string[];
	value: string[];
	problems: string[];
	onChange: (names: string[]) => void;
}

function Names({ label, options, value, problems, onChange }: NamesProps) {
	return (
		<Autocomplete
			multiple
			freeSolo
			size="small"
			sx={{ minWidth: 200, flexGrow: 1 }}
			options={options}
			value={value}
			onChange={(_event, next) => onChange(next)}
			renderInput={parameters => (
				<TextField
					{...parameters}
					label={label}
					error={problems.length > 0}
					helperText={problems.join(" ")}
				/>
			)}
		/>
	);
}

interface ConditionsProps {
	value: Record<string, unknown> | undefined;
	problems: string[];
	onChange: (conditions: Record<string, unknown> | undefined) => void;
}

function Conditions({ value, problems, onChange }: ConditionsProps) {
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
			error={isBroken || problems.length > 0}
			helperText={isBroken ? translate("lyceum.inputs.badJson") : problems.join(" ")}
			onChange={event => change(event.target.value)}
			slotProps={{
				htmlInput: { spellCheck: false, style: { fontFamily: "ui-monospace, monospace" } }
			}}
		/>
	);
}

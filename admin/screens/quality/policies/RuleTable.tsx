/** Every rule that is in force, and what it is worth under this policy. */
import {
	Checkbox,
	FormControlLabel,
	Stack,
	Table,
	TableBody,
	TableCell,
	TableContainer,
	TableRow,
	TextField,
	Typography
} from "@mui/material";
import { useState } from "react";
import { useInput } from "react-admin";
import { useRequest } from "../../useRequest.ts";
import { SEVERITIES, type Rule, type RuleSetting } from "../quality.ts";
import { endOfDay } from "../useDay.ts";
import { useWords } from "../useWords.ts";

export function RuleTable() {
	const words = useWords();
	const { data } = useRequest<{ data: Rule[] }>("/quality/rules", { key: ["quality", "rules"] });
	const { field } = useInput({ source: "rules", defaultValue: [] });
	const settings = (field.value ?? []) as RuleSetting[];
	const [text, setText] = useState("");
	const [onlyDiffering, setOnlyDiffering] = useState(false);
	const settingOf = (id: string) => settings.find(({ rule }) => rule === id);
	const change = (rule: string, next: RuleSetting | null) =>
		field.onChange([...settings.filter(each => each.rule !== rule), ...(next ? [next] : [])]);
	const shown = (data?.data ?? []).filter(
		({ id, title }) =>
			`${id} ${title}`.toLowerCase().includes(text.toLowerCase()) &&
			(!onlyDiffering || settingOf(id))
	);
	return (
		<>
			<Typography variant="h2">{words("policy.rules")}</Typography>
			<Typography variant="body2" color="textSecondary" sx={{ mb: 1.5 }}>
				{words("policy.rulesHelp")}{" "}
				{words("policy.differ", { smart_count: settings.length })}.
			</Typography>
			<Stack direction="row" sx={{ gap: 2, mb: 1, flexWrap: "wrap", alignItems: "center" }}>
				<TextField
					type="search"
					label={words("policy.find")}
					value={text}
					onChange={({ target }) => setText(target.value)}
				/>
				<FormControlLabel
					control={
						<Checkbox
							size="small"
							checked={onlyDiffering}
							onChange={(_event, checked) => setOnlyDiffering(checked)}
						/>
					}
					label={words("policy.onlyDiffering")}
				/>
			</Stack>
			<TableContainer tabIndex={0} role="region" aria-label={words("policy.rules")}>
				<Table size="small">
					<TableBody>
						{shown.map(rule => (
							<RuleRow
								key={rule.id}
								rule={rule}
								setting={settingOf(rule.id)}
								onChange={next => change(rule.id, next)}
							/>
						))}
					</TableBody>
				</Table>
			</TableContainer>
		</>
	);
}

interface RuleRowProps {
	rule: Rule;
	setting: RuleSetting | undefined;
	onChange: (setting: RuleSetting | null) => void;
}

const OWN = "";

function RuleRow({ rule, setting, onChange }: RuleRowProps) {
	const words = useWords();
	const name = (severity: string) => words(`dashboard.${severity}`, { smart_count: 1 });
	const choose = (severity: string) =>
		onChange(
			severity === OWN
				? null
				: { ...setting, rule: rule.id, severity: severity as RuleSetting["severity"] }
		);
	return (
		<TableRow>
			<TableCell sx={{ minWidth: 200 }}>
				<strong>{rule.id}</strong>
				<Typography variant="body2" color="textSecondary">
					{rule.title}
				</Typography>
			</TableCell>
			<TableCell sx={{ minWidth: 170, verticalAlign: "top" }}>
				<TextField
					select
					fullWidth
					value={setting?.severity ?? OWN}
					onChange={({ target }) => choose(target.value)}
					slotProps={{
						select: { native: true },
						htmlInput: { "aria-label": words("policy.severityOf", { rule: rule.id }) }
					}}
				>
					<option value={OWN}>
						{words("policy.own", { severity: name(rule.severity) })}
					</option>
					{SEVERITIES.map(severity => (
						<option key={severity} value={severity}>
							{name(severity)}
						</option>
					))}
					<option value="off">{words("policy.off")}</option>
				</TextField>
				{setting && <Exception rule={rule} setting={setting} onChange={onChange} />}
			</TableCell>
		</TableRow>
	);
}

/** Why a rule differs, and until when. */
function Exception({ rule, setting, onChange }: Required<RuleRowProps>) {
	const words = useWords();
	const given = setting!;
	return (
		<Stack sx={{ gap: 1, mt: 1 }}>
			<TextField
				fullWidth
				placeholder={words("policy.reasonShort")}
				value={given.reason ?? ""}
				onChange={({ target }) => onChange({ ...given, reason: target.value })}
				slotProps={{
					htmlInput: { "aria-label": words("policy.reason", { rule: rule.id }) }
				}}
			/>
			<TextField
				fullWidth
				type="date"
				value={given.until?.slice(0, 10) ?? ""}
				onChange={({ target }) =>
					onChange({ ...given, until: endOfDay(target.value) ?? null })
				}
				slotProps={{
					htmlInput: { "aria-label": words("policy.until", { rule: rule.id }) }
				}}
			/>
		</Stack>
	);
}

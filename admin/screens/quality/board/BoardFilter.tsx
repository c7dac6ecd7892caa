/** Which tasks the board shows. */
import { FormControlLabel, MenuItem, Stack, Switch, TextField } from "@mui/material";
import { useRequest } from "../../useRequest.ts";
import { SEVERITIES, type Rule, type Severity } from "../quality.ts";
import { useWords } from "../useWords.ts";

export interface BoardFilterValues {
	severity: Severity | "";
	rule: string;
	mine: boolean;
}

interface BoardFilterProps {
	values: BoardFilterValues;
	onChange: (values: BoardFilterValues) => void;
}

export function BoardFilter({ values, onChange }: BoardFilterProps) {
	const words = useWords();
	const { data } = useRequest<{ data: Rule[] }>("/quality/rules", { key: ["quality", "rules"] });
	const choose = (field: "severity" | "rule", label: string, options: [string, string][]) => (
		<TextField
			select
			label={label}
			value={values[field]}
			onChange={({ target }) => onChange({ ...values, [field]: target.value })}
			slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
			sx={{ minWidth: 180 }}
		>
			<MenuItem value="">{words("board.any")}</MenuItem>
			{options.map(([value, name]) => (
				<MenuItem key={value} value={value}>
					{name}
				</MenuItem>
			))}
		</TextField>
	);
	return (
		<Stack
			direction="row"
			role="group"
			aria-label={words("board.filter")}
			sx={{ gap: 1.5, mb: 2, flexWrap: "wrap", alignItems: "center" }}
		>
			{choose(
				"severity",
				words("board.severity"),
				SEVERITIES.map(each => [each, words(`dashboard.${each}`, { smart_count: 2 })])
			)}
			{choose(
				"rule",
				words("board.rule"),
				(data?.data ?? []).map(({ id }) => [id, id])
			)}
			<FormControlLabel
				control={
					<Switch
						size="small"
						checked={values.mine}
						onChange={(_event, mine) => onChange({ ...values, mine })}
					/>
				}
				label={words("board.mine")}
			/>
		</Stack>
	);
}

/** The filter as the API takes it. */
export function queryOf({ severity, rule, mine }: BoardFilterValues, me: string | null): string {
	const query = new URLSearchParams();
	if (severity) query.set("filter[severity]", severity);
	if (rule) query.set("filter[rule]", rule);
	if (mine && me) query.set("filter[assigneeId]", me);
	return query.toString();
}

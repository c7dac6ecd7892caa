/** One condition: a field, how it is compared, and with what. */
import { Button, MenuItem, Popover, Stack, TextField } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import type { FieldDescription, JsonSchema } from "../../api/screens.ts";
import type { Condition, Operator } from "../../providers/filterQuery.ts";
import { kindOf, plain, schemaAt, type Kind } from "../kinds.ts";
import { useChoice, useLabel } from "../labels.ts";
import { useResourceScreen } from "../useResourceScreen.ts";

interface FilterEditorProps {
	anchor: HTMLElement;
	condition: Condition | undefined;
	onSave: (condition: Condition) => void;
	onClose: () => void;
}

const BY_KIND: Record<FieldDescription["kind"], Operator[]> = {
	string: ["contains", "eq", "ne", "in", "exists"],
	number: ["eq", "ne", "gt", "gte", "lt", "lte", "exists"],
	date: ["gte", "lt", "exists"],
	boolean: ["eq", "exists"]
};

/** Where a part of a word means nothing. */
const WHOLE: Operator[] = ["eq", "ne", "in", "exists"];

export function FilterEditor({ anchor, condition, onSave, onClose }: FilterEditorProps) {
	const translate = useTranslate();
	const screen = useResourceScreen();
	const label = useLabel(screen);
	const fields = orderedFields(screen.fields, screen.filters);
	const [draft, setDraft] = useState<Condition>(condition ?? startOf(fields[0]!, screen.schema));
	const field = fields.find(({ path }) => path === draft.field) ?? fields[0]!;
	const own = valueSchema(screen.schema, field.path);
	const isComplete = draft.value !== "" && draft.value !== null;
	return (
		<Popover
			slotProps={{
				paper: { role: "dialog", "aria-label": translate("ra.action.add_filter") }
			}}
			open
			anchorEl={anchor}
			onClose={onClose}
			anchorOrigin={{ vertical: "bottom", horizontal: "left" }}
		>
			<Stack
				component="form"
				sx={{ p: 2, gap: 1.5, width: 300 }}
				onSubmit={event => {
					event.preventDefault();
					if (isComplete) onSave(draft);
				}}
			>
				<TextField
					select
					size="small"
					label={translate("lyceum.filters.field")}
					value={draft.field}
					onChange={event => {
						const next = fields.find(({ path }) => path === event.target.value)!;
						setDraft(startOf(next, screen.schema));
					}}
				>
					{fields.map(({ path }) => (
						<MenuItem key={path} value={path}>
							{label(path)}
						</MenuItem>
					))}
				</TextField>
				<TextField
					select
					size="small"
					label={translate("lyceum.filters.operator")}
					value={draft.operator}
					onChange={event => {
						const operator = event.target.value as Operator;
						setDraft({ ...draft, operator, value: operator === "exists" ? true : "" });
					}}
				>
					{operatorsOf(field, own).map(operator => (
						<MenuItem key={operator} value={operator}>
							{translate(`lyceum.operators.${operator}`)}
						</MenuItem>
					))}
				</TextField>
				<ConditionValue
					draft={draft}
					schema={own}
					onChange={value => setDraft({ ...draft, value })}
				/>
				<Button type="submit" variant="contained" disabled={!isComplete}>
					{translate("lyceum.filters.apply")}
				</Button>
			</Stack>
		</Popover>
	);
}

interface ConditionValueProps {
	draft: Condition;
	schema: JsonSchema;
	onChange: (value: unknown) => void;
}

function ConditionValue({ draft, schema, onChange }: ConditionValueProps) {
	const translate = useTranslate();
	const choice = useChoice();
	const kind: Kind = draft.operator === "exists" ? "boolean" : kindOf(schema);
	const common = { size: "small", label: translate("lyceum.filters.value") } as const;
	if (kind === "boolean" || kind === "choice") {
		const values = kind === "boolean" ? ["true", "false"] : schema.enum!.map(String);
		return (
			<TextField
				{...common}
				select
				value={String(draft.value)}
				onChange={event => onChange(event.target.value)}
			>
				{values.map(value => (
					<MenuItem key={value} value={value}>
						{kind === "boolean" ? translate(`ra.boolean.${value}`) : choice(value)}
					</MenuItem>
				))}
			</TextField>
		);
	}
	return (
		<TextField
			{...common}
			autoFocus
			type={kind === "date" ? "date" : kind === "number" ? "number" : "text"}
			value={String(draft.value ?? "")}
			onChange={event => onChange(event.target.value)}
			helperText={draft.operator === "in" ? translate("lyceum.filters.several") : undefined}
			slotProps={{ inputLabel: kind === "date" ? { shrink: true } : {} }}
		/>
	);
}

/** The declared filters first, then everything else. */
function orderedFields(fields: FieldDescription[], filters: string[]) {
	const declared = filters.flatMap(path => fields.find(field => field.path === path) ?? []);
	return [...declared, ...fields.filter(field => !declared.includes(field))];
}

function startOf(field: FieldDescription, schema: JsonSchema): Condition {
	const own = valueSchema(schema, field.path);
	const [operator] = operatorsOf(field, own);
	const value = own.enum ? String(own.enum[0]) : field.kind === "boolean" ? "true" : "";
	return { field: field.path, operator: operator!, value };
}

function operatorsOf({ kind, path }: FieldDescription, schema: JsonSchema): Operator[] {
	const isWhole = path === "id" || ["choice", "reference"].includes(kindOf(schema));
	return kind === "string" && isWhole ? WHOLE : BY_KIND[kind];
}

/** The schema of one value: of a list, that of its entries. */
function valueSchema(schema: JsonSchema, path: string): JsonSchema {
	const own = plain(schemaAt(schema, path) ?? { type: "string" });
	return own.type === "array" ? plain(own.items ?? {}) : own;
}

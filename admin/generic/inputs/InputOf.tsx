/** The input that fits a field's schema. */
import { Box, FormLabel } from "@mui/material";
import { lazy, Suspense } from "react";
import {
	ArrayInput,
	AutocompleteArrayInput,
	AutocompleteInput,
	BooleanInput,
	DateTimeInput,
	NumberInput,
	PasswordInput,
	ReferenceArrayInput,
	ReferenceInput,
	SelectArrayInput,
	SelectInput,
	SimpleFormIterator,
	TextArrayInput,
	TextInput,
	maxLength,
	maxValue,
	minLength,
	minValue,
	regex,
	required as isRequired,
	type Validator
} from "react-admin";
import { useScreen, type JsonSchema } from "../../api/screens.ts";
import type { ListFilter } from "../../providers/filterQuery.ts";
import { kindOf, plain } from "../kinds.ts";
import { useChoice, useLabel } from "../labels.ts";
import { useResourceScreen } from "../useResourceScreen.ts";
import { UploadInput } from "./UploadInput.tsx";

const CodeInput = lazy(() => import("./CodeInput.tsx"));

interface InputOfProps {
	/** The name in the form. */
	source: string;
	/** The path that labels know it by, when it lies in an array. */
	path?: string;
	schema: JsonSchema;
	required: boolean;
	/** In place of what the field is called by its name. */
	label?: string;
}

export function InputOf({ source, path = source, schema, required, label: given }: InputOfProps) {
	const screen = useResourceScreen();
	const label = useLabel(screen);
	const choice = useChoice();
	const own = plain(schema);
	const helperText: string | false = schema.description ?? false;
	const common = {
		source,
		label: given ?? label(path),
		helperText,
		validate: validatorsOf(own, required),
		fullWidth: true
	};
	const choices = (values: unknown[]) =>
		values.map(value => ({ id: value, name: choice(value) }));
	switch (kindOf(schema)) {
		case "longText":
			return <TextInput {...common} multiline minRows={3} />;
		case "password":
			return <PasswordInput {...common} autoComplete="new-password" />;
		case "number":
			return <NumberInput {...common} />;
		case "boolean":
			return <BooleanInput {...common} validate={undefined} />;
		case "date":
			return <DateTimeInput {...common} />;
		case "choice":
			return <SelectInput {...common} choices={choices(own.enum!)} translateChoice={false} />;
		case "choices":
			return (
				<SelectArrayInput
					{...common}
					choices={choices(plain(own.items!).enum!)}
					translateChoice={false}
				/>
			);
		case "tags":
			return <TextArrayInput {...common} />;
		case "reference":
			return <ReferenceOrId {...common} to={own["x-reference"]!} />;
		case "references":
			return <ReferencesOrIds {...common} to={plain(own.items!)["x-reference"]!} />;
		case "entries":
			return (
				<ArrayInput {...common} validate={undefined}>
					<SimpleFormIterator
						fullWidth
						disableClear
						getItemLabel={index => `${index + 1}`}
					>
						<Nested schema={plain(own.items!)} path={path} prefix="" />
					</SimpleFormIterator>
				</ArrayInput>
			);
		case "group":
			return (
				<Box
					component="fieldset"
					sx={{ border: 1, borderColor: "divider", borderRadius: 1, mb: 2 }}
				>
					<FormLabel component="legend">{label(path)}</FormLabel>
					<Nested schema={own} path={path} prefix={`${source}.`} />
				</Box>
			);
		case "file":
			return <UploadInput {...common} />;
		case "markdown":
		case "code":
		case "json":
			return (
				<Suspense fallback={<TextInput {...common} multiline minRows={4} disabled />}>
					<CodeInput
						{...common}
						language={languageOf(own)}
						isJson={kindOf(schema) === "json"}
					/>
				</Suspense>
			);
		default:
			return <TextInput {...common} />;
	}
}

/** `code:python` says its language; what only says that it is code is told by a field beside it. */
function languageOf(schema: JsonSchema): string | undefined {
	const format = schema["x-format"];
	if (format === undefined) return "json";
	return format === "markdown" ? format : format.split(":")[1];
}

function Nested({ schema, path, prefix }: { schema: JsonSchema; path: string; prefix: string }) {
	return (
		<>
			{Object.entries(schema.properties ?? {})
				.filter(([, own]) => !own.readOnly)
				.map(([key, own]) => (
					<InputOf
						key={key}
						source={prefix + key}
						path={`${path}.${key}`}
						schema={own}
						required={schema.required?.includes(key) ?? false}
					/>
				))}
		</>
	);
}

interface ReferenceProps {
	source: string;
	label: string;
	helperText: string | false;
	validate: Validator[];
	to: string;
}

/** Looks for what was typed: by words where the collection takes them, else by the title. */
function useFilterToQuery(to: string) {
	const screen = useScreen(to);
	return (text: string): ListFilter => {
		if (!text) return {};
		if (screen?.searchable && text.includes(" ")) return { q: text };
		const field = screen?.title ?? "id";
		return { where: [{ field, operator: field === "id" ? "eq" : "contains", value: text }] };
	};
}

/** Whoever may not read the other collection has to know the id. */
function ReferenceOrId({ to, ...common }: ReferenceProps) {
	const screen = useScreen(to);
	const filterToQuery = useFilterToQuery(to);
	if (!screen) return <TextInput {...common} />;
	return (
		<ReferenceInput source={common.source} reference={to} perPage={20}>
			<AutocompleteInput
				{...common}
				optionText={record => String(record[screen.title] ?? record.email ?? record.id)}
				filterToQuery={filterToQuery}
			/>
		</ReferenceInput>
	);
}

function ReferencesOrIds({ to, ...common }: ReferenceProps) {
	const screen = useScreen(to);
	const filterToQuery = useFilterToQuery(to);
	if (!screen) return <TextArrayInput {...common} />;
	return (
		<ReferenceArrayInput source={common.source} reference={to} perPage={20}>
			<AutocompleteArrayInput
				{...common}
				optionText={record => String(record[screen.title] ?? record.email ?? record.id)}
				filterToQuery={filterToQuery}
			/>
		</ReferenceArrayInput>
	);
}

/** What can be told at once; the server has the last word. */
function validatorsOf(schema: JsonSchema, required: boolean): Validator[] {
	const validators: Validator[] = [];
	if (required) validators.push(isRequired());
	if (schema.type === "string") {
		if (schema.minLength !== undefined) validators.push(minLength(schema.minLength));
		if (schema.maxLength !== undefined) validators.push(maxLength(schema.maxLength));
		const pattern = schema.pattern && patternOf(schema.pattern);
		if (pattern) validators.push(regex(pattern));
	}
	if (schema.minimum !== undefined) validators.push(minValue(schema.minimum));
	if (schema.maximum !== undefined) validators.push(maxValue(schema.maximum));
	return validators;
}

/** A pattern that a browser does not know is left to the server. */
function patternOf(source: string): RegExp | null {
	try {
		return new RegExp(source, "u");
	} catch {
		return null;
	}
}

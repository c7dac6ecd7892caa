/** Code, Markdown and JSON, in an editor that knows their form. */
import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import { markdown } from "@codemirror/lang-markdown";
import { python } from "@codemirror/lang-python";
import { html } from "@codemirror/lang-html";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { Box, FormHelperText, FormLabel } from "@mui/material";
import { useTheme } from "@mui/material/styles";
import CodeMirror from "@uiw/react-codemirror";
import { useId, useMemo, useState } from "react";
import { useInput, useTranslate, type Validator } from "react-admin";
import { useWatch } from "react-hook-form";
import { nonce } from "../../theme/nonce.ts";

interface CodeInputProps {
	source: string;
	label: string;
	helperText: string | false;
	validate: Validator[];
	/** Without one, that of the form's field `language`. */
	language: string | undefined;
	/** The value is data, not text. */
	isJson: boolean;
}

const LANGUAGES: Record<string, () => Extension> = {
	javascript: () => javascript(),
	typescript: () => javascript({ typescript: true }),
	python: () => python(),
	json: () => json(),
	markdown: () => markdown(),
	html: () => html()
};

export default function CodeInput(props: CodeInputProps) {
	const { source, label, helperText, validate, language, isJson } = props;
	const id = useId();
	const translate = useTranslate();
	const { palette } = useTheme();
	const chosen = useWatch({ name: "language", disabled: language !== undefined }) as unknown;
	const { field, fieldState, isRequired } = useInput({ source, validate });
	const [draft, setDraft] = useState<string | null>(null);
	const [isBroken, setBroken] = useState(false);
	const text = draft ?? textOf(field.value, isJson);
	const named = language ?? String(chosen ?? "");
	const extensions = useMemo(
		() => [
			EditorView.lineWrapping,
			EditorView.cspNonce.of(nonce),
			EditorView.contentAttributes.of({ "aria-labelledby": id }),
			...(LANGUAGES[named] ? [LANGUAGES[named]()] : [])
		],
		[named, id]
	);
	const change = (next: string) => {
		setDraft(next);
		if (!isJson) return field.onChange(next);
		try {
			field.onChange(next.trim() === "" ? null : JSON.parse(next));
			setBroken(false);
		} catch {
			setBroken(true);
		}
	};
	const error = isBroken ? translate("lyceum.inputs.badJson") : fieldState.error?.message;
	return (
		<Box sx={{ mb: 2 }}>
			<FormLabel id={id} error={Boolean(error)} sx={{ fontSize: 13 }}>
				{label}
				{isRequired && " *"}
			</FormLabel>
			<Box
				sx={{
					border: 1,
					borderColor: error ? "error.main" : "divider",
					borderRadius: 1,
					overflow: "hidden"
				}}
			>
				<CodeMirror
					value={text}
					onChange={change}
					onBlur={field.onBlur}
					theme={palette.mode}
					extensions={extensions}
					basicSetup={{ foldGutter: false, tabSize: 4 }}
					minHeight="96px"
					maxHeight="420px"
					// The keyboard has to be able to leave the editor.
					indentWithTab={false}
				/>
			</Box>
			<FormHelperText error={Boolean(error)}>
				{error ? cleaned(error) : helperText}
			</FormHelperText>
		</Box>
	);
}

function textOf(value: unknown, isJson: boolean) {
	if (value === undefined || value === null) return "";
	return isJson ? JSON.stringify(value, null, 2) : String(value);
}

/** react-admin marks what was translated already. */
function cleaned(message: string) {
	return message.replace(/^@@react-admin@@/, "").replace(/^"|"$/g, "");
}

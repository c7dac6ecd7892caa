/** Code, Markdown and JSON, in an editor that knows their form. */
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { Box, FormHelperText, FormLabel } from "@mui/material";
import { useTheme } from "@mui/material/styles";
import CodeMirror from "@uiw/react-codemirror";
import { useEffect, useId, useMemo, useState } from "react";
import { useInput, useTranslate, type Validator } from "react-admin";
import { useWatch } from "react-hook-form";
import { Preview } from "../markdown/Preview.tsx";
import { editorLooks } from "../../theme/editorLooks.ts";
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

const SETUP = {
	foldGutter: false,
	tabSize: 4,
	highlightActiveLine: false,
	highlightActiveLineGutter: false
};

/** Each comes when it is first needed: together they are larger than the editor. */
const LANGUAGES: Record<string, () => Promise<Extension>> = {
	javascript: async () => (await import("@codemirror/lang-javascript")).javascript(),
	typescript: async () =>
		(await import("@codemirror/lang-javascript")).javascript({ typescript: true }),
	python: async () => (await import("@codemirror/lang-python")).python(),
	json: async () => (await import("@codemirror/lang-json")).json(),
	markdown: async () => (await import("@codemirror/lang-markdown")).markdown(),
	html: async () => (await import("@codemirror/lang-html")).html()
};

/** What the editor has to know of a language; nothing until it has come, or for one that is unknown. */
function useLanguage(name: string): Extension[] {
	const [known, setKnown] = useState<{ name: string; extension: Extension } | null>(null);
	useEffect(() => {
		let isGone = false;
		const load = async () => {
			const extension = await LANGUAGES[name]?.();
			if (extension && !isGone) setKnown({ name, extension });
		};
		void load();
		return () => {
			isGone = true;
		};
	}, [name]);
	return useMemo(() => (known?.name === name ? [known.extension] : []), [known, name]);
}

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
	const known = useLanguage(named);
	const extensions = useMemo(
		() => [
			EditorView.lineWrapping,
			EditorView.cspNonce.of(nonce),
			EditorView.contentAttributes.of({ "aria-labelledby": id, tabindex: "0" }),
			...editorLooks(palette),
			...known
		],
		[known, id, palette]
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
					theme="none"
					extensions={extensions}
					basicSetup={SETUP}
					minHeight="96px"
					maxHeight="420px"
					// The keyboard has to be able to leave the editor.
					indentWithTab={false}
				/>
			</Box>
			<FormHelperText error={Boolean(error)}>
				{error ? cleaned(error) : helperText}
			</FormHelperText>
			{named === "markdown" && <Preview text={text} label={label} />}
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

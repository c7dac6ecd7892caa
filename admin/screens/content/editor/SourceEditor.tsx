/** Markdown as it is written, with its findings where they stand, and tools for what is hard to remember. */
import { EditorView, keymap } from "@codemirror/view";
import type { Extension } from "@codemirror/state";
import { Box } from "@mui/material";
import { useTheme } from "@mui/material/styles";
import CodeMirror from "@uiw/react-codemirror";
import { useEffect, useMemo, useRef, useState } from "react";
import { editorLooks } from "../../../theme/editorLooks.ts";
import { nonce } from "../../../theme/nonce.ts";
import type { Finding } from "../findings.ts";
import { findingMarks, showFindings } from "./findingMarks.ts";
import { insertWords, reveal, wrap } from "./sourceCommands.ts";
import { SourceTools } from "./SourceTools.tsx";
import { useEditorHandles } from "./handles.ts";

export interface SourceEditorProps {
	/** The field whose text it is. */
	field: string;
	label: string;
	value: string;
	onChange: (value: string) => void;
	findings: readonly Finding[];
	minHeight?: string;
}

const SETUP = {
	foldGutter: false,
	tabSize: 4,
	highlightActiveLine: false,
	highlightActiveLineGutter: false
};

const KEYS = keymap.of([
	{ key: "Mod-b", run: view => wrap(view, "**") },
	{ key: "Mod-i", run: view => wrap(view, "*") },
	{ key: "Mod-e", run: view => wrap(view, "`") },
	{ key: "Mod-k", run: view => wrap(view, "[", "](https://)") }
]);

export default function SourceEditor(props: SourceEditorProps) {
	const { field, label, value, onChange, findings, minHeight = "160px" } = props;
	const { palette } = useTheme();
	const view = useRef<EditorView | null>(null);
	const [isThere, setThere] = useState(false);
	const handles = useEditorHandles();
	const markdown = useMarkdown();
	const extensions = useMemo(
		() => [
			KEYS,
			EditorView.lineWrapping,
			EditorView.cspNonce.of(nonce),
			EditorView.contentAttributes.of({
				"aria-label": label,
				tabindex: "0",
				spellcheck: "true"
			}),
			...editorLooks(palette),
			...findingMarks(palette),
			...markdown
		],
		[label, palette, markdown]
	);
	useEffect(() => {
		if (view.current) showFindings(view.current, findings);
	}, [findings, isThere, extensions]);
	useEffect(
		() =>
			handles.register(field, {
				reveal: (start, end) => view.current && reveal(view.current, start, end),
				insert: words => view.current && insertWords(view.current, words)
			}),
		[field, handles]
	);
	return (
		<Box sx={{ border: 1, borderColor: "divider", borderRadius: 1, overflow: "hidden" }}>
			<SourceTools view={() => view.current} label={label} />
			<CodeMirror
				value={value}
				onChange={onChange}
				onCreateEditor={created => {
					view.current = created;
					setThere(true);
				}}
				theme="none"
				extensions={extensions}
				basicSetup={SETUP}
				minHeight={minHeight}
				maxHeight="70vh"
				// The keyboard has to be able to leave the editor.
				indentWithTab={false}
			/>
		</Box>
	);
}

/** The language comes after the editor. */
function useMarkdown(): Extension[] {
	const [known, setKnown] = useState<Extension[]>([]);
	useEffect(() => {
		let isGone = false;
		const load = async () => {
			const { markdown } = await import("@codemirror/lang-markdown");
			if (!isGone) setKnown([markdown()]);
		};
		void load();
		return () => {
			isGone = true;
		};
	}, []);
	return known;
}

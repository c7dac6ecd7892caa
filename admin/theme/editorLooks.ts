/** How code looks in the editors: the colours of the theme, each with enough contrast. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Palette } from "@mui/material/styles";

export function editorLooks({ mode, background, text, divider, ...palette }: Palette): Extension[] {
	const looks = EditorView.theme(
		{
			"&": { backgroundColor: background.paper, color: text.primary, fontSize: "13px" },
			"&.cm-focused": { outline: `2px solid ${palette.primary.main}`, outlineOffset: "-2px" },
			".cm-content": { caretColor: text.primary, fontFamily: "ui-monospace, monospace" },
			".cm-cursor": { borderLeftColor: text.primary },
			".cm-gutters": {
				backgroundColor: background.default,
				color: text.secondary,
				borderRight: `1px solid ${divider}`
			}
		},
		{ dark: mode === "dark" }
	);
	const words = HighlightStyle.define([
		{ tag: [tags.keyword, tags.modifier], color: palette.secondary.main },
		{ tag: [tags.string, tags.special(tags.string), tags.regexp], color: palette.success.main },
		{ tag: [tags.number, tags.bool, tags.null, tags.escape], color: palette.warning.main },
		{ tag: [tags.comment, tags.meta], color: text.secondary, fontStyle: "italic" },
		{ tag: [tags.function(tags.variableName), tags.propertyName], color: palette.info.main },
		{ tag: tags.heading, fontWeight: "bold" },
		{ tag: tags.strong, fontWeight: "bold" },
		{ tag: tags.emphasis, fontStyle: "italic" },
		{ tag: [tags.link, tags.url], color: palette.info.main, textDecoration: "underline" },
		{ tag: tags.invalid, color: palette.error.main }
	]);
	return [looks, syntaxHighlighting(words)];
}

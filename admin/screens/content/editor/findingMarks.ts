/** Findings in the source: underlined where they stand, with what is wrong when the pointer rests there. */
import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { Decoration, EditorView, hoverTooltip, type DecorationSet } from "@codemirror/view";
import type { Palette } from "@mui/material/styles";
import { placeIn, type Finding } from "../findings.ts";

const setFindings = StateEffect.define<readonly Finding[]>();

/** They move with the text until the next check. */
const marks = StateField.define<DecorationSet>({
	create: () => Decoration.none,
	update(known, { effects, changes, newDoc }) {
		const set = effects.find(effect => effect.is(setFindings));
		return set ? marksOf(newDoc.toString(), set.value) : known.map(changes);
	},
	provide: field => EditorView.decorations.from(field)
});

function marksOf(text: string, findings: readonly Finding[]): DecorationSet {
	const ranges = findings.flatMap(finding => {
		const place = placeIn(text, finding);
		if (!place || place.end <= place.start) return [];
		// What is about a whole text is marked where that begins.
		const line = text.indexOf("\n", place.start);
		const end = line > place.start ? Math.min(place.end, line) : place.end;
		const mark = Decoration.mark({
			class: `cm-finding cm-finding-${finding.severity}`,
			finding
		});
		return [mark.range(place.start, end)];
	});
	return Decoration.set(ranges, true);
}

const explained = hoverTooltip((view, at) => {
	let found: { from: number; to: number; finding: Finding } | null = null;
	view.state.field(marks).between(at, at, (from, to, { spec }) => {
		found = { from, to, finding: (spec as { finding: Finding }).finding };
	});
	if (!found) return null;
	const { from, to, finding } = found as { from: number; to: number; finding: Finding };
	return {
		pos: from,
		end: to,
		above: true,
		create: () => {
			const dom = document.createElement("div");
			dom.className = "cm-finding-words";
			dom.textContent = `${finding.message}. ${finding.advice}`;
			return { dom };
		}
	};
});

/** What an editor needs to show findings. */
export function findingMarks({ error, warning, info, text, background }: Palette): Extension[] {
	const line = (colour: string) => ({
		textDecoration: `underline wavy ${colour}`,
		textDecorationSkipInk: "none",
		textUnderlineOffset: "3px"
	});
	const looks = EditorView.theme({
		".cm-finding-error": line(error.main),
		".cm-finding-warning": line(warning.main),
		".cm-finding-info": line(info.main),
		".cm-finding-words": { padding: "6px 10px", maxWidth: "42ch", color: text.primary },
		".cm-tooltip": { backgroundColor: background.paper }
	});
	return [marks, explained, looks];
}

/** Shows these findings from now on. */
export function showFindings(view: EditorView, findings: readonly Finding[]): void {
	view.dispatch({ effects: setFindings.of(findings) });
}

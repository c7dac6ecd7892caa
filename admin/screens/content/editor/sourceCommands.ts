/** What the buttons and keys of the source do to its text. */
import { EditorSelection, type ChangeSpec } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";

/** Puts marks around what is selected, or around the place to write at. */
export function wrap(view: EditorView, before: string, after = before): boolean {
	const change = view.state.changeByRange(range => ({
		changes: [
			{ from: range.from, insert: before },
			{ from: range.to, insert: after }
		],
		range: EditorSelection.range(range.from + before.length, range.to + before.length)
	}));
	view.dispatch(view.state.update(change, { scrollIntoView: true, userEvent: "input" }));
	view.focus();
	return true;
}

/** Puts something before each line of the selection. */
export function prefixLines(view: EditorView, prefix: (at: number) => string): boolean {
	const { doc, selection } = view.state;
	const first = doc.lineAt(selection.main.from).number;
	const last = doc.lineAt(selection.main.to).number;
	const changes: ChangeSpec[] = [];
	for (let number = first; number <= last; number++)
		changes.push({ from: doc.line(number).from, insert: prefix(number - first) });
	view.dispatch({ changes, scrollIntoView: true, userEvent: "input" });
	view.focus();
	return true;
}

/** Puts a block of its own below the line of the selection, with `¦` where writing goes on. */
export function insertBlock(view: EditorView, block: string): boolean {
	const line = view.state.doc.lineAt(view.state.selection.main.to);
	const lead = line.text === "" ? "" : "\n\n";
	const text = `${lead}${block}\n`;
	const at = line.to + Math.max(0, text.indexOf("¦"));
	view.dispatch({
		changes: { from: line.to, insert: text.replace("¦", "") },
		selection: { anchor: at },
		scrollIntoView: true,
		userEvent: "input"
	});
	view.focus();
	return true;
}

/** Puts words in the place of the selection. */
export function insertWords(view: EditorView, words: string): void {
	view.dispatch(view.state.replaceSelection(words), { scrollIntoView: true });
	view.focus();
}

/** Selects a passage and brings it into sight. */
export function reveal(view: EditorView, start: number, end: number): void {
	const { length } = view.state.doc;
	const selection = EditorSelection.single(Math.min(start, length), Math.min(end, length));
	view.dispatch({ selection, scrollIntoView: true });
	view.focus();
}

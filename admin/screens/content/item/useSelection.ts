/** What is selected in the texts of a page, by the field that each text belongs to. */
import { useEffect, useState, type RefObject } from "react";

export interface Selected {
	field: string;
	/** The whole text as it is shown, and what of it is selected. */
	shown: string;
	start: number;
	end: number;
	/** Where it is on the page, below the place that it is looked for in. */
	top: number;
	left: number;
}

export function useSelectionIn(root: RefObject<HTMLElement | null>): Selected | null {
	const [selected, setSelected] = useState<Selected | null>(null);
	useEffect(() => {
		const look = () => setSelected(root.current ? selectedIn(root.current) : null);
		document.addEventListener("selectionchange", look);
		return () => document.removeEventListener("selectionchange", look);
	}, [root]);
	return selected;
}

function selectedIn(root: HTMLElement): Selected | null {
	const selection = document.getSelection();
	if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
	const range = selection.getRangeAt(0);
	const text = elementOf(range.startContainer)?.closest<HTMLElement>("[data-field]");
	if (!text || !root.contains(text) || !text.contains(range.endContainer)) return null;
	const before = document.createRange();
	before.setStart(text, 0);
	before.setEnd(range.startContainer, range.startOffset);
	const start = before.toString().length;
	const words = range.toString();
	if (words.trim() === "") return null;
	const end = range.getBoundingClientRect();
	const frame = root.getBoundingClientRect();
	return {
		field: text.dataset.field!,
		shown: text.textContent ?? "",
		start,
		end: start + words.length,
		top: end.bottom - frame.top,
		left: Math.max(0, Math.min(end.left - frame.left, frame.width - 140))
	};
}

function elementOf(node: Node): Element | null {
	return node instanceof Element ? node : node.parentElement;
}

/** How the rest of the page reaches the editors of its texts: to show a passage, or to put words in. */
import { createContext, useContext } from "react";

export interface EditorHandle {
	reveal: (start: number, end: number) => void;
	insert: (words: string) => void;
}

export class EditorHandles {
	readonly #known = new Map<string, EditorHandle>();

	/** Makes an editor known until it goes. */
	register(field: string, handle: EditorHandle): () => void {
		this.#known.set(field, handle);
		return () => {
			if (this.#known.get(field) === handle) this.#known.delete(field);
		};
	}

	of(field: string): EditorHandle | undefined {
		return this.#known.get(field);
	}
}

export const EditorHandlesContext = createContext(new EditorHandles());

export function useEditorHandles(): EditorHandles {
	return useContext(EditorHandlesContext);
}

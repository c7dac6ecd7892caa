/** A piece of Markdown as HTML, rendered by the server a moment after the typing stops. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { request } from "../../api/http.ts";
import type { Attachment } from "./item.ts";
import { useDebounced } from "./useDebounced.ts";

const AFTER_MS = 250;

interface Piece {
	html: string;
}

/** What was asked for before is given up when the text changes again. */
export function useRendered(markdown: string, attachments: readonly Attachment[] = []) {
	const text = useDebounced(markdown, AFTER_MS);
	const files = attachments.map(({ name, fileId }) => ({ name, fileId }));
	return useQuery({
		queryKey: ["rendered", text, files],
		enabled: text.trim() !== "",
		queryFn: async ({ signal }) => {
			const body = { markdown: text, ...(files.length > 0 && { attachments: files }) };
			return (await request<Piece>("/content/render", { method: "POST", body, signal })).body;
		},
		staleTime: Infinity,
		placeholderData: keepPreviousData
	});
}

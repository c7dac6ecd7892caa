/** A search in the library, kept in the page's address, and what it finds. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router-dom";
import { request } from "../../../api/http.ts";

export const FACETS = [
	"kind",
	"status",
	"topic",
	"level",
	"language",
	"questionType",
	"licence"
] as const;
export type Facet = (typeof FACETS)[number];

export const SORTS = ["relevance", "-changedAt", "title"] as const;

export interface Found {
	id: string;
	edition: "working" | "published";
	kind: string;
	title: string;
	summary?: string;
	topics?: string[];
	level?: string;
	language?: string;
	licence?: string;
	status: string;
	ownerId?: string;
	changedAt: string;
	highlights?: Highlight[];
}

export interface Highlight {
	field: "title" | "summary" | "body";
	parts: { text: string; marked: boolean }[];
}

export interface Library {
	data: Found[];
	total: number;
	page: number;
	pageSize: number;
	facets: Record<string, { value: string; count: number }[]>;
}

/** What is looked for: words, the values of facets, whose it is, the order and the page. */
export interface LibrarySearch {
	words: string;
	chosen: Partial<Record<Facet, string[]>>;
	ownerId: string | null;
	sort: string | null;
	page: number;
	pageSize: number;
}

/** The search that the page's address holds, and a way to change it; a new search begins at its first page. */
export function useLibrarySearch() {
	const [query, setQuery] = useSearchParams();
	const search = readSearch(query);
	const set = (changes: Partial<LibrarySearch>, replace = false) =>
		setQuery(toQuery({ ...search, page: 1, ...changes }), { replace });
	return { search, set };
}

/** Asks the library; what was found before stays until the answer is there. */
export function useLibrary(search: LibrarySearch) {
	const query = toQuery(search);
	query.set("page", String(search.page));
	query.set("pageSize", String(search.pageSize));
	return useQuery({
		queryKey: ["content", "library", query.toString()],
		queryFn: async ({ signal }) =>
			(await request<Library>(`/content/library?${query}`, { signal })).body,
		placeholderData: keepPreviousData
	});
}

const PAGE_SIZE = 25;

/** A search for everything. */
export const EVERYTHING: LibrarySearch = {
	words: "",
	chosen: {},
	ownerId: null,
	sort: null,
	page: 1,
	pageSize: PAGE_SIZE
};

function readSearch(query: URLSearchParams): LibrarySearch {
	const chosen = FACETS.flatMap(facet => {
		const values = query.get(facet)?.split(",").filter(Boolean) ?? [];
		return values.length > 0 ? [[facet, values] as const] : [];
	});
	return {
		words: query.get("q") ?? "",
		chosen: Object.fromEntries(chosen),
		ownerId: query.get("ownerId"),
		sort: query.get("sort"),
		page: Math.max(1, Number(query.get("page")) || 1),
		pageSize: Number(query.get("pageSize")) || PAGE_SIZE
	};
}

/** What differs from a search for everything. */
function toQuery({ words, chosen, ownerId, sort, page, pageSize }: LibrarySearch): URLSearchParams {
	const query = new URLSearchParams();
	if (words.trim() !== "") query.set("q", words.trim());
	for (const [facet, values] of Object.entries(chosen))
		if (values.length > 0) query.set(facet, values.join(","));
	if (ownerId) query.set("ownerId", ownerId);
	if (sort) query.set("sort", sort);
	if (page > 1) query.set("page", String(page));
	if (pageSize !== PAGE_SIZE) query.set("pageSize", String(pageSize));
	return query;
}

/** The values of a facet with one of them put in, or taken out. */
export function toggled(
	chosen: LibrarySearch["chosen"],
	facet: Facet,
	value: string
): LibrarySearch["chosen"] {
	const values = chosen[facet] ?? [];
	const next = values.includes(value) ? values.filter(one => one !== value) : [...values, value];
	return { ...chosen, [facet]: next };
}

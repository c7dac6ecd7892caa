/** The saved views of a collection: one's own, and those that others share. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useRemoveFromStore, useStore, type SortPayload } from "react-admin";
import { request } from "../../api/http.ts";
import { hasCode } from "../../api/problem.ts";
import type { ListFilter } from "../../providers/filterQuery.ts";

/** What a view makes of a list. */
export interface ViewContent {
	name: string;
	filter: ListFilter;
	sort: SortPayload;
	columns: string[];
	sharedWith: string[];
}

export interface View extends ViewContent {
	id: string;
	isOwn: boolean;
}

/** As the browser kept them before the server did. */
type KeptView = Omit<ViewContent, "sharedWith">;

export function useSavedViews(collection: string) {
	const client = useQueryClient();
	const key = ["views", collection];
	const { data: views = [], isSuccess } = useQuery({
		queryKey: key,
		queryFn: async ({ signal }) => {
			const query = new URLSearchParams({ collection }).toString();
			const { body } = await request<{ data: View[] }>(`/console/views?${query}`, { signal });
			return body.data;
		}
	});
	const refresh = () => client.invalidateQueries({ queryKey: key });

	async function save(content: ViewContent) {
		const known = views.find(({ name, isOwn }) => isOwn && name === content.name);
		const body = { ...content, filter: withoutGaps(content.filter) };
		await (known
			? request(`/console/views/${known.id}`, { method: "PATCH", body })
			: request("/console/views", { method: "POST", body: { collection, ...body } }));
		await refresh();
	}

	async function remove({ id }: View) {
		await request(`/console/views/${id}`, { method: "DELETE" });
		await refresh();
	}

	useMoving(collection, isSuccess, refresh);
	return { views, save, remove };
}

/** Brings what this browser had kept to the server, once. */
function useMoving(collection: string, isReady: boolean, refresh: () => Promise<void>) {
	const place = `views.${collection}`;
	const [kept] = useStore<KeptView[]>(place, []);
	const forget = useRemoveFromStore();
	const isNeeded = isReady && kept.length > 0;
	useEffect(() => {
		if (!isNeeded) return;
		const move = async () => {
			for (const view of kept) await bring(collection, view);
			forget(place);
			await refresh();
		};
		// What could not be brought stays in the browser until the next time.
		move().catch(() => undefined);
		// oxlint-disable-next-line react-hooks/exhaustive-deps
	}, [isNeeded, place]);
}

async function bring(collection: string, { name, filter, sort, columns }: KeptView) {
	const body = { collection, name, filter: withoutGaps(filter), sort, columns };
	await request("/console/views", { method: "POST", body }).catch(error => {
		// Another browser of the same person brought one of that name.
		if (!hasCode(error, "CONSOLE_VIEW_NAME_TAKEN")) throw error;
	});
}

/** A condition that is not filled in yet asks for nothing. */
function withoutGaps({ q, where = [] }: ListFilter): ListFilter {
	const filled = where.filter(
		({ value }) => value !== undefined && value !== null && value !== ""
	);
	return { ...(q && { q }), where: filled };
}

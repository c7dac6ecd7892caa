/** The comments on an item. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "../../../api/http.ts";
import { useTell } from "../../../layout/useTell.tsx";
import { apiOf } from "../item.ts";

export interface Passage {
	field: string;
	quote: string;
	state: "same" | "changed" | "lost";
	start: number | null;
	end: number | null;
	line: number | null;
}

export interface Comment {
	id: string;
	text: string;
	authorId: string | null;
	passage?: Passage;
	resolvedAt: string | null;
	resolvedById: string | null;
	createdAt: string;
}

export interface NewComment {
	text: string;
	field?: string;
	quote?: string;
	start?: number;
}

export function useComments(itemId: string) {
	const client = useQueryClient();
	const { tellError } = useTell();
	const path = `${apiOf(itemId)}/comments`;
	const queryKey = ["content", "comments", itemId];
	const { data, error } = useQuery({
		queryKey,
		queryFn: async ({ signal }) => {
			const answer = await request<{ data: Comment[] }>(`${path}?pageSize=100`, { signal });
			return answer.body.data;
		}
	});
	/** Does something with them; true when it was done. */
	const change = async (below: string, method: string, body?: object) => {
		try {
			await request(path + below, { method, ...(body && { body }) });
			return true;
		} catch (problem) {
			tellError(problem);
			return false;
		} finally {
			await client.invalidateQueries({ queryKey });
		}
	};
	return {
		comments: data ?? [],
		error,
		add: (comment: NewComment) => change("", "POST", comment),
		resolve: (id: string) => change(`/${id}/resolve`, "POST", {}),
		remove: (id: string) => change(`/${id}`, "DELETE")
	};
}

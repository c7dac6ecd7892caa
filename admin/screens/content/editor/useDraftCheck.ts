/** Checks the text as it is being written, a moment after the typing stops; nothing of it is saved. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { request } from "../../../api/http.ts";
import type { Finding } from "../findings.ts";
import { CHECKED_FIELDS, type ItemText } from "../item.ts";
import { useDebounced } from "../useDebounced.ts";
import { useHasQuality } from "../useQuality.ts";

const AFTER_MS = 700;

const NONE: readonly Finding[] = [];

export function useDraftCheck(itemId: string, text: ItemText) {
	const isThere = useHasQuality();
	const draft = useDebounced(JSON.stringify(checkedPart(text)), AFTER_MS);
	const { data, error, isFetching, refetch } = useQuery({
		queryKey: ["qualityFindings", "draft", itemId, draft],
		enabled: isThere,
		queryFn: async ({ signal }) => {
			const body = { itemId, draft: JSON.parse(draft) as object };
			const answer = await request<{ data: Finding[] }>("/quality/drafts", {
				method: "POST",
				body,
				signal
			});
			return answer.body.data;
		},
		placeholderData: keepPreviousData,
		retry: false
	});
	const findings = isThere && !error ? (data ?? NONE) : NONE;
	return useMemo(
		() => ({ isThere, findings, error, isChecking: isFetching, check: () => void refetch() }),
		[isThere, findings, error, isFetching, refetch]
	);
}

function checkedPart(text: ItemText) {
	return Object.fromEntries(
		CHECKED_FIELDS.flatMap(field => {
			const value = text[field];
			return value === undefined || value === null ? [] : [[field, value]];
		})
	);
}

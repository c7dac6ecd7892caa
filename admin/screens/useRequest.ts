/** Reads something of the API that is no collection. */
import { useQuery } from "@tanstack/react-query";
import { request } from "../api/http.ts";

export function useRequest<Body>(
	path: string,
	{ everyMs, key = [path] }: { everyMs?: number; key?: unknown[] } = {}
) {
	return useQuery({
		queryKey: key,
		queryFn: async ({ signal }) => (await request<Body>(path, { signal })).body,
		refetchInterval: everyMs
	});
}

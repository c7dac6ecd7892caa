/** What was read is kept for a moment; changes come over the socket. */
import { QueryClient } from "@tanstack/react-query";

/**
 * What a browser holds for its connection is not asked: the server may be on the same machine, and a change that
 * waited for the network in silence would look like one that hangs.
 */
export const queryClient = new QueryClient({
	defaultOptions: {
		queries: {
			networkMode: "always",
			refetchOnReconnect: true,
			staleTime: 5000,
			retry: (failures, error) => failures < 1 && (error as { status?: number }).status === 0
		},
		mutations: { networkMode: "always" }
	}
});

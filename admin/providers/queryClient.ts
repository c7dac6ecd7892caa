/** What was read is kept for a moment; changes come over the socket. */
import { QueryClient } from "@tanstack/react-query";

export const queryClient = new QueryClient({
	defaultOptions: {
		queries: {
			staleTime: 5000,
			retry: (failures, error) => failures < 1 && (error as { status?: number }).status === 0
		}
	}
});

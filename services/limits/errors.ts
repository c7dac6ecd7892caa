/** What is refused for coming too often. */
import { defineErrors } from "../../mixins/index.ts";

export const errors = defineErrors("LIMITS", {
	EXCEEDED: {
		status: 429,
		message: ({ points, seconds, retryAfterSeconds }: Exceeded) =>
			`More than ${points} requests in ${seconds} seconds: try again in ${retryAfterSeconds} seconds`,
		retryable: true
	},
	BLOCKED: {
		status: 429,
		message: ({ retryAfterSeconds }: { limit: string; retryAfterSeconds: number }) =>
			`Too many requests were sent although they were refused: try again in ${retryAfterSeconds} seconds`,
		retryable: true
	}
});

interface Exceeded {
	/** The name of the limit. */
	limit: string;
	points: number;
	seconds: number;
	retryAfterSeconds: number;
}

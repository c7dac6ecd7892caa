/** What realtime clients are refused. */
import { defineErrors } from "../../mixins/index.ts";

export const errors = defineErrors("REALTIME", {
	UNKNOWN_COLLECTION: {
		status: 404,
		message: ({ collection }: { collection: string }) =>
			`There is no collection "${collection}"`
	},
	FILE_NOT_FOUND: {
		status: 404,
		message: ({ file }: { file: string }) => `The test page has no file "${file}"`
	},
	POSITION_TOO_OLD: {
		status: 410,
		message: ({ since }: { since: number; oldest: number }) =>
			`What happened since ${since} cannot be told any more: read anew, and subscribe without it`
	},
	TOO_MANY_CONNECTIONS: {
		status: 429,
		message: ({ limit, most }: { limit: "user" | "address"; most: number }) =>
			`More than ${most} connections of one ${limit}: close some of them first`,
		retryable: true
	},
	TOO_MANY_CALLS: {
		status: 429,
		message: ({ limit }: { limit: number }) =>
			`At most ${limit} calls of one connection are worked on at a time: wait for their answers`,
		retryable: true
	},
	TOO_MUCH_TO_TEST: {
		status: 429,
		message: ({ limit }: { limit: number }) =>
			`The filters of one connection hold at most ${limit} conditions together`
	},
	TOO_MANY_SUBSCRIPTIONS: {
		status: 429,
		message: ({ limit }: { limit: number }) =>
			`One connection holds at most ${limit} subscriptions`
	}
});

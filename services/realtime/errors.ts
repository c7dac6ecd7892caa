/** What realtime clients are refused. */
import { defineErrors } from "../../mixins/index.ts";

export const errors = defineErrors("REALTIME", {
	UNKNOWN_COLLECTION: {
		status: 404,
		message: ({ collection }: { collection: string }) =>
			`There is no collection "${collection}"`
	},
	POSITION_TOO_OLD: {
		status: 410,
		message: ({ since }: { since: number; oldest: number }) =>
			`What happened since ${since} cannot be told any more: read anew, and subscribe without it`
	},
	TOO_MANY_SUBSCRIPTIONS: {
		status: 429,
		message: ({ limit }: { limit: number }) =>
			`One connection holds at most ${limit} subscriptions`
	}
});

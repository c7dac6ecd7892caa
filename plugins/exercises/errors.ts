/** What can go wrong with hints; everything else has the kernel's errors. */
import { defineErrors } from "lyceum";

export const errors = defineErrors("EXERCISES", {
	/** A 409 and not a 404: the exercise is there, it has nothing left to give. */
	NO_HINT_LEFT: {
		status: 409,
		message: ({ id, total }: { id: string; total: number }) =>
			total === 0
				? `The exercise "${id}" has no hints`
				: `You have all ${total} hints of the exercise "${id}"`
	},
	HINT_TOO_SOON: {
		status: 429,
		message: ({ retryAfterSeconds }: { retryAfterSeconds: number }) =>
			`The next hint can be had in ${retryAfterSeconds} seconds`
	}
});

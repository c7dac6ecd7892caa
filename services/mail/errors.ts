/** What may be wrong with a mail in the outbox. */
import { defineErrors } from "../../mixins/index.ts";

export const errors = defineErrors("MAIL", {
	NOT_RETRIABLE: {
		status: 409,
		message: ({ id }: { id: string }) =>
			`The mail "${id}" has been sent, or is being sent at this moment`
	}
});

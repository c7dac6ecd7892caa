/** What is refused about roles and access. */
import { defineErrors } from "../../mixins/index.ts";

export const errors = defineErrors("ROLES", {
	FIXED: {
		status: 400,
		message: ({ name }: { name: string }) =>
			`The role "${name}" cannot be changed: it may do everything, so that nobody is locked out`
	}
});

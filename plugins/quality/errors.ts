/** What can go wrong with checks; everything else has the kernel's errors. */
import { defineErrors } from "lyceum";

export const errors = defineErrors("QUALITY", {
	NO_FIX: {
		status: 409,
		message: ({ rule }: { rule: string }) => `There is no safe fix for a finding of "${rule}"`
	},
	FIX_STALE: {
		status: 409,
		message: ({ itemId }: { itemId: string }) =>
			`The item "${itemId}" has changed since it was checked: check it again`
	},
	WRONG_STATE: {
		status: 409,
		message: ({ state, allowed }: { state: string; allowed: readonly string[] }) =>
			`The finding is ${state}; this can be done while it is ${allowed.join(" or ")}`
	}
});

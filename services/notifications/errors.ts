/** What is wrong with a notification that a service sends; each is the service's mistake, not its caller's. */
import { defineErrors, type InputProblem } from "../../mixins/index.ts";

export const errors = defineErrors("NOTIFICATIONS", {
	UNDECLARED: {
		status: 500,
		message: ({ kind, service }: { kind: string; service: string | null }) =>
			`"${service ?? "nobody"}" declares no kind of notification "${kind}": name it under "notifies"`
	},
	INVALID: {
		status: 500,
		message: ({ kind, errors: [first] }: { kind: string; errors: InputProblem[] }) =>
			`A notification of the kind "${kind}" cannot be sent: ${first?.pointer ?? ""} ${first?.message ?? ""}`
	}
});

/** What can go wrong with content; everything else has the kernel's errors. */
import { defineErrors, type InputProblem } from "lyceum";
import type { HeldReason } from "./gate.ts";

interface Refused {
	id: string;
	status: string;
	/** What the item would have to be. */
	expected: string[];
}

export const errors = defineErrors("CONTENT", {
	WRONG_STATUS: {
		status: 409,
		message: ({ id, status, expected }: Refused) =>
			`The item "${id}" is ${status}; expected ${expected.join(" or ")}`
	},
	NOTHING_PUBLISHED: {
		status: 409,
		message: ({ id }: { id: string }) => `Nothing of the item "${id}" is published`
	},
	HELD: {
		status: 409,
		message: ({ gates }: { gates: { by: string; reasons: HeldReason[] }[] }) => {
			const reasons = gates.flatMap(gate => gate.reasons);
			return `${gates.map(({ by }) => by).join(", ")} holds the item back: ${reasons[0]?.message ?? "no reason was given"}`;
		}
	},
	GATE_UNAVAILABLE: {
		status: 503,
		message: () => "What decides about publishing does not answer; try again later",
		retryable: true
	},
	VERSION_UNKNOWN: {
		status: 404,
		message: ({ id, rev }: { id: string; rev: number }) =>
			`The item "${id}" has no version ${rev}`
	},
	TOO_COMPLEX: {
		status: 400,
		message: ({ errors: [problem] }: { errors: InputProblem[] }) =>
			`${problem!.pointer}: ${problem!.message}`
	}
});

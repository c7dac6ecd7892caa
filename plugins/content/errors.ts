/** What can go wrong with content; everything else has the kernel's errors. */
import { defineErrors, type InputProblem } from "lyceum";
import type { HeldProblem } from "./gate.ts";

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
	HELD: {
		status: 409,
		message: ({ by, errors: [reason] }: { by: string[]; errors: HeldProblem[] }) =>
			`${by.join(", ")} holds the item back: ${reason?.message ?? "no reason was given"}`
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
	IMPORT_NOT_READY: {
		status: 409,
		message: ({ id, state, refused }: { id: string; state: string; refused: number }) =>
			refused > 0
				? `The import with the id "${id}" holds ${refused} items that cannot be made: its preview says why`
				: `The import with the id "${id}" is ${state}; expected ready`
	},
	TOO_MANY: {
		status: 400,
		message: ({ found, most }: { found: number; most: number }) =>
			`These are ${found} items; at most ${most} can be exported at once`
	},
	TOO_COMPLEX: {
		status: 400,
		message: ({ errors: [problem] }: { errors: InputProblem[] }) =>
			`${problem!.pointer}: ${problem!.message}`
	}
});

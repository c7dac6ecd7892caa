/** What is wrong with a request about projects; each is described in the README. */
import { defineErrors, type InputProblem } from "lyceum";

export const errors = defineErrors("PROJECTS", {
	MEMBERS_INVALID: {
		status: 400,
		message: ({ errors: problems }: { errors: InputProblem[] }) =>
			`The members are not valid: ${problems.map(({ pointer, message }) => `${pointer} ${message}`).join("; ")}`
	},
	DATES_REVERSED: {
		status: 400,
		message: ({ startsOn, dueOn }: { startsOn: Date; dueOn: Date; errors: InputProblem[] }) =>
			`The project is due on ${dueOn.toISOString()}, before it starts on ${startsOn.toISOString()}`
	},
	NEW_OWNER_NOT_MEMBER: {
		status: 400,
		message: ({ userId }: { userId: string; errors: InputProblem[] }) =>
			`"${userId}" is not a member of the project and cannot become its owner`
	},
	ALREADY_MEMBER: {
		status: 409,
		message: ({ userId }: { userId: string }) =>
			`"${userId}" is already a member of the project`
	},
	NOT_A_MEMBER: {
		status: 404,
		message: ({ userId }: { userId: string }) => `"${userId}" is not a member of the project`
	}
});

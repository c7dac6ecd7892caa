/** What is wrong with a request, beside what every collection checks; each is described in the README. */
import { defineErrors } from "lyceum";

export const errors = defineErrors("STUDY_NOTES", {
	ALREADY_SHARED: {
		status: 409,
		message: ({ id }: { id: string }) => `The study note "${id}" is already shared`
	},
	SHARING_OFF: {
		status: 403,
		message: () => "Sharing is turned off"
	}
});

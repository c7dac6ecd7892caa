/** What may be wrong with what the console asks for. */
import { defineErrors } from "../../mixins/index.ts";

export const errors = defineErrors("CONSOLE", {
	FILE_NOT_FOUND: {
		status: 404,
		message: ({ file }: { file: string }) => `The console has no file "${file}"`
	},
	UNKNOWN_COLLECTION: {
		status: 404,
		message: ({ collection }: { collection: string }) =>
			`No collection of what runs is named "${collection}"`
	},
	NOT_OFFERED: {
		status: 400,
		message: ({ collection, operation }: { collection: string; operation: string }) =>
			`The documents of ${collection} cannot be changed by "${operation}"`
	},
	OPERATION_NOT_FOUND: {
		status: 404,
		message: ({ id }: { id: string }) =>
			`No change of yours that could be undone has the id "${id}"`
	}
});

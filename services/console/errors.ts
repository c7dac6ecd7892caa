/** What may be wrong with what the console asks for. */
import { defineErrors, type InputProblem } from "../../mixins/index.ts";

export const errors = defineErrors("CONSOLE", {
	FILE_NOT_FOUND: {
		status: 404,
		message: ({ file }: { file: string }) => `The console has no file "${file}"`
	},
	PAGE_NOT_FOUND: {
		status: 404,
		message: ({ plugin, page }: { plugin: string; page: string }) =>
			`The version of "${plugin}" that runs now has no page "${page}" at this address`
	},
	PAGE_BROKEN: {
		status: 422,
		message: ({ plugin, errors: [first] }: { plugin: string; errors: InputProblem[] }) =>
			`The pages of "${plugin}" cannot be compiled: ${first?.pointer} ${first?.message}, expected ${first?.expected}`
	},
	COMPILER_FAILED: {
		status: 503,
		message: ({ plugin }: { plugin: string }) =>
			`The compiler of pages did not answer for those of "${plugin}": try again`,
		retryable: true
	},
	VIEW_NOT_FOUND: {
		status: 404,
		message: ({ id }: { id: string }) => `No saved view of yours has the id "${id}"`
	},
	VIEW_NAME_TAKEN: {
		status: 409,
		message: ({ collection, name }: { collection: string; name: string }) =>
			`You have a view named "${name}" of ${collection} already`
	},
	TOO_MANY_VIEWS: {
		status: 409,
		message: ({ limit }: { limit: number }) =>
			`Nobody has more than ${limit} saved views: remove one first`
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

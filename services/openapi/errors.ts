/** What the pages of the documentation refuse. */
import { defineErrors } from "../../mixins/index.ts";

export const errors = defineErrors("OPENAPI", {
	FILE_NOT_FOUND: {
		status: 404,
		message: ({ file }: { file: string }) =>
			`The documentation has no file "${file}": load its page again`
	}
});

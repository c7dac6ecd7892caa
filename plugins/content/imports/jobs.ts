/** The two pieces of work of an import: to look into the file, and to make what is in it. */
import { defineJob } from "lyceum";

export interface ImportTask {
	importId: string;
}

const payload = {
	type: "object",
	properties: { importId: { type: "string", examples: ["65f0c0ffee65f0c0ffee65f0"] } },
	required: ["importId"],
	additionalProperties: false
};

export const READ_IMPORT = defineJob<ImportTask>("contentImports.read", {
	description: "Reads a file that shall be imported, and tells what is in it",
	action: "read",
	payload,
	timeoutMs: 2 * 60 * 1000
});

export const APPLY_IMPORT = defineJob<ImportTask>("contentImports.apply", {
	description: "Makes the items of a file that was read",
	action: "make",
	payload,
	timeoutMs: 10 * 60 * 1000
});

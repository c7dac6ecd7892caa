/** The work of imports: to look into a file, to make what is in it, and to see to what was broken off. */
import { defineJob, type ScheduleDefinition } from "lyceum";

export interface ImportTask {
	importId: string;
}

/** An attempt that was broken off may work on as long as this: it takes back what it has made. */
export const MAKE_TIMEOUT_MS = 10 * 60 * 1000;

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
	timeoutMs: MAKE_TIMEOUT_MS
});

export const SETTLE_IMPORTS = defineJob<object>("contentImports.settle", {
	description: "Takes back what is left of imports that were broken off",
	action: "settle",
	payload: { type: "object", additionalProperties: false },
	timeoutMs: 10 * 60 * 1000
});

export const SETTLE_EVERY_MINUTE: ScheduleDefinition = {
	name: "contentImports.settle",
	cron: "* * * * *",
	job: SETTLE_IMPORTS,
	missed: "skip"
};

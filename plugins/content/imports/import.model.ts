/** An import: a file, what was found in it, and what became of it. */
import { defineModel, fileReference, Schema } from "lyceum";
import { FORMATS, type Format, type Warning } from "../exchange/parsed.ts";

export const IMPORT_STATES = ["queued", "ready", "failed", "applying", "done"] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** An item or a course as it would be made. */
export interface Preview {
	/** Its place in the file. */
	path: string;
	/** The id that it gets. */
	id: string;
	type: "item" | "collection";
	kind: string;
	title: string;
	/** What keeps it from being imported. */
	problems: string[];
}

export interface ContentImport {
	fileId: string;
	name: string;
	format?: Format;
	state: ImportState;
	preview: Preview[];
	warnings: Warning[];
	/** Why it failed. */
	problem?: string;
	taskId?: string;
	ownerId: string | null;
	/** Whose rights its files are stored with. */
	roles: string[];
}

const previewSchema = new Schema<Preview>({
	path: { type: String, required: true, example: "lesson/loops.md" },
	id: { type: String, required: true, example: "65f0c0ffee65f0c0ffee65f0" },
	type: { type: String, enum: ["item", "collection"], required: true, example: "item" },
	kind: { type: String, default: "", example: "lesson" },
	title: { type: String, default: "", example: "Loops" },
	problems: { type: [String], description: "What keeps it from being imported", example: [] }
});

const warningSchema = new Schema<Warning>({
	path: { type: String, required: true },
	message: { type: String, required: true }
});

const schema = new Schema<ContentImport>({
	fileId: fileReference({ required: true, description: "The file, uploaded before" }),
	name: { type: String, readOnly: true, description: "What it is called", example: "loops.md" },
	format: {
		type: String,
		enum: FORMATS,
		description: "What it is; found out when it is not said",
		example: "markdown"
	},
	state: {
		type: String,
		enum: IMPORT_STATES,
		default: "queued",
		readOnly: true,
		description: "`ready` waits for `POST /content/imports/{id}/apply`",
		example: "ready"
	},
	preview: {
		type: [previewSchema],
		readOnly: true,
		description: "What it would make, or has made",
		example: []
	},
	warnings: {
		type: [warningSchema],
		readOnly: true,
		description: "What was left out",
		example: []
	},
	problem: { type: String, readOnly: true, description: "Why it failed" },
	taskId: { type: String, readOnly: true, description: "The task that works on it" },
	ownerId: { type: String, readOnly: true, reference: "users", description: "Whose it is" },
	roles: { type: [String], private: true }
});

schema.index({ ownerId: 1, createdAt: -1, _id: -1 });
// Every minute those that are not done are looked for.
schema.index({ state: 1, updatedAt: 1 });

export const Import = defineModel<ContentImport>("ContentImport", schema);

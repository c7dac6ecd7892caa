/** A file as its owner sees it; its bytes lie in the storage. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";

export interface FileFields {
	name: string;
	mediaType: string;
	size: number;
	sha256: string;
	ownerId: string;
}

export const MAX_NAME_LENGTH = 255;

const schema = new Schema<FileFields>({
	name: {
		type: String,
		required: true,
		minlength: 1,
		maxlength: MAX_NAME_LENGTH,
		// What no file system and no header would take.
		match: /^[^\p{Cc}/\\]+$/u,
		description: "Under which name it is downloaded",
		example: "plan.pdf"
	},
	mediaType: {
		type: String,
		required: true,
		readOnly: true,
		description: "What it is, by its content",
		example: "application/pdf"
	},
	size: {
		type: Number,
		integer: true,
		required: true,
		readOnly: true,
		min: 1,
		description: "How many bytes it has",
		example: 48213
	},
	sha256: {
		type: String,
		required: true,
		readOnly: true,
		description: "The SHA-256 of its content, in hexadecimal digits",
		example: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	},
	ownerId: {
		type: String,
		required: true,
		readOnly: true,
		description: "Who has uploaded it",
		example: "665f1c2ab7d0c4e1f2a3b4c5"
	}
});

schema.index({ ownerId: 1, createdAt: -1 });

export const File = defineModel<FileFields>("File", schema);

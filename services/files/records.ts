/** What is kept beside a file's own document: where its bytes lie, who refers to it, what its owner has used. */
import { Schema } from "mongoose";
import { FILE_CONTENTS, FILE_USES } from "../../mixins/file-reference.ts";
import { defineModel } from "../../mixins/index.ts";

export interface FileContentFields {
	key: string;
	ownerId: string;
	size: number;
	/** When it was last uploaded, referred to, let go of, or found in use. */
	touchedAt: Date;
	/** True once the file was removed and its bytes are not gone yet. */
	removing?: boolean;
}

const contentSchema = new Schema<FileContentFields>({
	key: { type: String, required: true },
	ownerId: { type: String, required: true },
	size: { type: Number, required: true },
	touchedAt: { type: Date, required: true },
	removing: Boolean
});
contentSchema.index({ removing: 1, touchedAt: 1 });

/** Named as the file that it belongs to. */
export const FileContent = defineModel<FileContentFields>("FileContent", contentSchema, {
	collection: FILE_CONTENTS
});

export interface FileUseFields {
	fileId: string;
	/** The service whose document refers to the file, e.g. `exercises`. */
	service: string;
	collectionName: string;
	documentId: string;
	/** When the document, which lies in the trash, is gone for good. */
	expiresAt?: Date;
}

const useSchema = new Schema<FileUseFields>({
	fileId: { type: String, required: true },
	service: { type: String, required: true },
	collectionName: { type: String, required: true },
	documentId: { type: String, required: true },
	expiresAt: Date
});
useSchema.index({ fileId: 1 });
useSchema.index({ collectionName: 1, documentId: 1 });
useSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const FileUse = defineModel<FileUseFields>("FileUse", useSchema, { collection: FILE_USES });

export interface FileQuotaFields {
	bytes: number;
}

/** Named as the user whom it belongs to. */
export const FileQuota = defineModel<FileQuotaFields>(
	"FileQuota",
	new Schema<FileQuotaFields>({ bytes: { type: Number, default: 0 } })
);

export interface FileSecretFields {
	secret: string;
}

export const FileSecret = defineModel<FileSecretFields>(
	"FileSecret",
	new Schema<FileSecretFields>({ secret: { type: String, required: true } })
);

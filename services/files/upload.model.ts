/** An upload that is not a file yet: what has come of it, who writes to it, and until when it is kept. */
import { Schema } from "mongoose";
import { defineModel, type Stored } from "../../mixins/index.ts";

export interface UploadFields {
	ownerId: string;
	/** Where the bytes will lie in the storage; drawn, never from a client's words. */
	key: string;
	name: string;
	/** What its sender says that it is. */
	declaredType: string;
	/** Absent for a form, whose file's length is known at its end. */
	length?: number;
	/** How many bytes are safely stored. */
	offset: number;
	/** What the owner's quota holds for it. */
	reserved: number;
	/** What the storage must know to go on. */
	storageState?: unknown;
	/** Names the request that writes, until `lockedUntil`. */
	lock?: string;
	lockedUntil?: Date;
	/** True once it was given up: nothing is added any more. */
	discarding?: boolean;
	expiresAt: Date;
}

export type StoredUpload = UploadFields & Stored;

const schema = new Schema<UploadFields>({
	ownerId: { type: String, required: true },
	key: { type: String, required: true },
	name: { type: String, required: true },
	declaredType: { type: String, default: "" },
	length: Number,
	offset: { type: Number, default: 0 },
	reserved: { type: Number, default: 0 },
	storageState: Schema.Types.Mixed,
	lock: String,
	lockedUntil: Date,
	discarding: Boolean,
	expiresAt: { type: Date, required: true }
});

schema.index({ expiresAt: 1 });

export const Upload = defineModel<UploadFields>("Upload", schema, { collection: "fileUploads" });

/** The record of a project that was handed over: from whom to whom, by whom, and with which words. */
import { defineModel, Schema } from "lyceum";

export const MAX_NOTE_LENGTH = 1000;

export interface ProjectTransferFields {
	projectId: string;
	/** The revision of the project that the transfer made. */
	projectRev: number;
	fromUserId: string;
	toUserId: string;
	/** Who did it: the owner before, or an administrator. */
	byUserId: string | null;
	note?: string;
}

const schema = new Schema<ProjectTransferFields>({
	projectId: { type: String, required: true, reference: "projects" },
	projectRev: { type: Number, required: true, integer: true },
	fromUserId: { type: String, required: true, reference: "users" },
	toUserId: { type: String, required: true, reference: "users" },
	byUserId: { type: String, reference: "users" },
	note: { type: String, trim: true, maxlength: MAX_NOTE_LENGTH }
});

schema.index({ projectId: 1, projectRev: -1 }, { unique: true });

export const ProjectTransfer = defineModel<ProjectTransferFields>("ProjectTransfer", schema);

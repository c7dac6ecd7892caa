/** A report: what stood in the library when it was made, as a file. */
import { defineModel, fileReference, Schema } from "lyceum";

export const FORMATS = ["html", "csv"] as const;

export interface ReportFields {
	format: (typeof FORMATS)[number];
	collectionId?: string;
	expiresAt: Date;
	ownerId: string;
	items: number;
	findings: number;
	/** Absent in a report that is being removed. */
	fileId?: string;
}

const schema = new Schema<ReportFields>({
	format: {
		type: String,
		enum: FORMATS,
		required: true,
		description: "HTML with charts, or CSV",
		example: "html"
	},
	collectionId: {
		type: String,
		reference: "contentCollections",
		description: "The collection that it is about; all of the library without it"
	},
	expiresAt: {
		type: Date,
		required: true,
		readOnly: true,
		description: "Until when it is kept"
	},
	ownerId: {
		type: String,
		readOnly: true,
		reference: "users",
		description: "Who made it",
		example: "65f0c0ffee65f0c0ffee65f0"
	},
	items: {
		type: Number,
		default: 0,
		readOnly: true,
		description: "How many items it tells of",
		example: 60
	},
	findings: {
		type: Number,
		default: 0,
		readOnly: true,
		description: "How many findings it tells of",
		example: 17
	},
	fileId: { ...fileReference({ description: "The file" }), readOnly: true }
});
schema.index({ expiresAt: 1 });

export const QualityReport = defineModel<ReportFields>("QualityReport", schema);

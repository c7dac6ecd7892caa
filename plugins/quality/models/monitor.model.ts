/** Monitors: what is checked by itself, when it changes or every so often. */
import { defineModel, Schema } from "lyceum";

export interface MonitorFields {
	name: string;
	itemId?: string;
	collectionId?: string;
	all: boolean;
	onChange: boolean;
	/** 0 for never. */
	everyHours: number;
	enabled: boolean;
	ownerId: string;
	nextAt: Date | null;
	lastAt: Date | null;
}

const schema = new Schema<MonitorFields>({
	name: {
		type: String,
		required: true,
		trim: true,
		minlength: 1,
		maxlength: 120,
		description: "What it is called",
		example: "My lessons"
	},
	itemId: {
		type: String,
		reference: "content",
		description: "The item that it watches",
		example: "65f0c0ffee65f0c0ffee65f0"
	},
	collectionId: {
		type: String,
		reference: "contentCollections",
		description: "The collection that it watches"
	},
	all: {
		type: Boolean,
		default: false,
		description: "True when it watches the whole library",
		example: false
	},
	onChange: {
		type: Boolean,
		default: true,
		description: "True when a change is checked, once the item rests",
		example: true
	},
	everyHours: {
		type: Number,
		default: 0,
		min: 0,
		max: 8760,
		integer: true,
		description: "Every how many hours all of it is checked; 0 for never",
		example: 24
	},
	enabled: { type: Boolean, default: true, description: "False while it pauses", example: true },
	ownerId: {
		type: String,
		readOnly: true,
		reference: "users",
		description: "Who is told",
		example: "65f0c0ffee65f0c0ffee65f1"
	},
	nextAt: {
		type: Date,
		default: null,
		nullable: true,
		readOnly: true,
		description: "When it checks next"
	},
	lastAt: {
		type: Date,
		default: null,
		nullable: true,
		readOnly: true,
		description: "When it checked last"
	}
});
schema.index({ ownerId: 1, createdAt: -1, _id: -1 });
schema.index({ enabled: 1, nextAt: 1 });

export const QualityMonitor = defineModel<MonitorFields>("QualityMonitor", schema);

/** What is known of an item since its last check; its id is the item's. */
import { defineModel, Schema } from "lyceum";
import { ITEM_RIGHTS, type ItemRights } from "./item-fields.ts";

export interface PastScore {
	rev: number;
	score: number;
	at: Date;
}

export interface ItemStateFields extends ItemRights {
	title: string;
	kind: string;
	collectionIds: string[];
	itemRev: number;
	score: number;
	errorCount: number;
	warningCount: number;
	infoCount: number;
	/** True for an item that others are measured by. */
	golden: boolean;
	checkedAt: Date;
	/** The scores of earlier revisions, the latest last. */
	earlier: PastScore[];
	/** What was checked and by what: the hash of the text, the rules with their versions, what they depend on. */
	contentHash: string;
	rules: string[];
	surroundings: string;
	/** See `duplicates/minhash.ts`; null for a text that is too short. */
	signature: Buffer | null;
	/** When the signature or the title changed. */
	signedAt: Date;
}

const count = (description: string) => ({
	type: Number,
	default: 0,
	readOnly: true,
	description,
	example: 0
});

const past = new Schema<PastScore>({
	rev: { type: Number, description: "The revision" },
	score: { type: Number, description: "Its score" },
	at: { type: Date, description: "When it was checked" }
});

const schema = new Schema<ItemStateFields>({
	title: {
		type: String,
		default: "",
		readOnly: true,
		description: "What the item is called",
		example: "Counting with range"
	},
	kind: {
		type: String,
		required: true,
		readOnly: true,
		description: "What kind of item it is",
		example: "lesson"
	},
	collectionIds: {
		type: [String],
		readOnly: true,
		description: "The collections that it belongs to",
		example: []
	},
	itemRev: {
		type: Number,
		default: 1,
		readOnly: true,
		description: "The revision that was checked",
		example: 3
	},
	score: {
		type: Number,
		default: 100,
		readOnly: true,
		description: "From 0 to 100",
		example: 92
	},
	errorCount: count("Open findings that are errors"),
	warningCount: count("Open findings that are warnings"),
	infoCount: count("Open findings that are hints"),
	golden: {
		type: Boolean,
		default: false,
		readOnly: true,
		description: "True for an item that others are measured by",
		example: false
	},
	checkedAt: {
		type: Date,
		default: () => new Date(),
		readOnly: true,
		description: "When it was checked last"
	},
	earlier: {
		type: [past],
		readOnly: true,
		description: "The scores of earlier revisions",
		example: []
	},
	contentHash: { type: String, default: "", private: true },
	rules: { type: [String], private: true },
	surroundings: { type: String, default: "", private: true },
	signature: { type: Buffer, default: null, private: true },
	signedAt: { type: Date, private: true },
	...ITEM_RIGHTS
});

schema.index({ score: 1, _id: 1 });
schema.index({ checkedAt: 1 });
schema.index({ signedAt: 1 });
for (const field of ["ownerId", "kind", "collectionIds", "golden"])
	schema.index({ [field]: 1, createdAt: -1, _id: -1 });

export const QualityItem = defineModel<ItemStateFields>("QualityItem", schema);

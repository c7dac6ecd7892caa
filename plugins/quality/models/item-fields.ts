/** Who may see what is known of an item: kept with it, so that rights are part of the query. */
export const ITEM_RIGHTS = {
	ownerId: {
		type: String,
		readOnly: true,
		reference: "users",
		description: "Whose item it is",
		example: "65f0c0ffee65f0c0ffee65f0"
	},
	writers: {
		type: [{ type: String, reference: "users" }],
		readOnly: true,
		description: "Who writes the item",
		example: []
	},
	readers: {
		type: [{ type: String, reference: "users" }],
		readOnly: true,
		description: "Who reviews the item",
		example: []
	},
	shared: {
		type: Boolean,
		default: false,
		readOnly: true,
		description: "True when every teacher may read the item",
		example: false
	}
} as const;

export interface ItemRights {
	ownerId?: string;
	writers: string[];
	readers: string[];
	shared: boolean;
}

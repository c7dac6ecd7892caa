/** The events and messages of the plugin, beside the events of its collections. */
import { defineEvent, defineMessage, type JsonSchema } from "lyceum";
import { STATUSES, type Status } from "./item.ts";

export interface ItemMoved {
	id: string;
	status: Status;
	/** The item's revision after the step. */
	rev: number;
	/** Who took the step; null when the time had come. */
	byId: string | null;
}

const id: JsonSchema = { type: "string", examples: ["65f0c0ffee65f0c0ffee65f0"] };

const moved: JsonSchema = {
	type: "object",
	properties: {
		id: { ...id, description: "The item" },
		status: { type: "string", enum: [...STATUSES], examples: ["published"] },
		rev: { type: "integer", minimum: 1, examples: [4] },
		byId: { type: ["string", "null"], examples: ["65f0c0ffee65f0c0ffee65f1"] }
	},
	required: ["id", "status", "rev", "byId"],
	additionalProperties: false
};

export const ITEM_MOVED = defineEvent<ItemMoved>(
	"content.item.moved",
	"An item went a step on its way from draft to published, or back.",
	moved
);

/** The stream of what happens to content, in order for each item. */
export const STREAM = "content-events";

export const ITEM_STEP = defineMessage<ItemMoved>(
	STREAM,
	"item-moved",
	"An item went a step on its way; the key is the item's id",
	moved
);

/** What somebody changed in the console, as long as it can be undone: how each document was before. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";
import type { Undoable } from "./changes.ts";

/** Long enough to notice a mistake the next morning. */
export const UNDO_DAYS = 2;

export interface ConsoleChangeFields {
	userId: string;
	about: string;
	entries: Undoable[];
	expiresAt: Date;
}

const schema = new Schema<ConsoleChangeFields>({
	userId: { type: String, required: true },
	about: { type: String, required: true, description: "The collection" },
	entries: { type: [Schema.Types.Mixed as never], required: true },
	expiresAt: { type: Date, required: true }
});

schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const ConsoleChange = defineModel<ConsoleChangeFields>("ConsoleChange", schema);

/** A view that somebody saved of a list: a filter, an order and columns under a name. */
import { Schema } from "mongoose";
import { defineModel } from "../../../mixins/index.ts";

export interface Condition {
	field: string;
	operator: string;
	value: string | number | boolean | (string | number)[];
}

/** What a list is asked for. */
export interface ViewContent {
	name: string;
	filter: { q?: string; where?: Condition[] };
	sort: { field: string; order: "ASC" | "DESC" };
	columns: string[];
	/** The roles whose people see it, too. */
	sharedWith: string[];
}

export interface ConsoleViewFields extends ViewContent {
	ownerId: string;
	/** The collection. */
	about: string;
	createdAt: Date;
	updatedAt: Date;
}

const schema = new Schema<ConsoleViewFields>(
	{
		ownerId: { type: String, required: true },
		about: { type: String, required: true, description: "The collection" },
		name: { type: String, required: true },
		filter: { type: Schema.Types.Mixed as never, required: true },
		sort: { type: Schema.Types.Mixed as never, required: true },
		columns: { type: [String], required: true },
		sharedWith: { type: [String], required: true }
	},
	{ minimize: false }
);

schema.index({ ownerId: 1, about: 1, name: 1 }, { unique: true });
schema.index({ about: 1, sharedWith: 1 });

export const ConsoleView = defineModel<ConsoleViewFields>("ConsoleView", schema);

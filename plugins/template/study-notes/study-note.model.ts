/** The fields of a study note: the one declaration of what is stored, answered and checked. */
import { defineModel, Schema } from "lyceum";

export interface StudyNoteFields {
	title: string;
	text?: string;
	ownerId: string;
	sharedAt?: Date;
}

const schema = new Schema<StudyNoteFields>({
	title: {
		type: String,
		required: true,
		trim: true,
		maxlength: 200,
		match: /\S/,
		description: "What it is called",
		example: "First things first"
	},
	text: {
		type: String,
		maxlength: 20_000,
		format: "markdown",
		description: "What it says",
		example: "Begin with what is *most important*."
	},
	ownerId: {
		type: String,
		required: true,
		readOnly: true,
		reference: "users",
		description: "Who made it"
	},
	sharedAt: { type: Date, readOnly: true, description: "When it was shared with everybody" }
});

// What lists ask for: one's own, and what is shared, newest first.
schema.index({ ownerId: 1, createdAt: -1, _id: -1 });
schema.index({ sharedAt: 1, createdAt: -1, _id: -1 });
// What `q` looks in.
schema.index({ title: "text", text: "text" });

export const StudyNote = defineModel<StudyNoteFields>("StudyNote", schema, {
	collection: "studyNotes"
});

/** One notification of one user. Nobody else may read it, administrators included: see `abilities.ts`. */
import { defineModel, Schema, type About } from "../../mixins/index.ts";

export interface NotificationFields {
	userId: string;
	kind: string;
	title: string;
	body: string;
	values: Record<string, unknown>;
	about?: About;
	readAt?: Date;
}

const schema = new Schema<NotificationFields>({
	userId: {
		type: String,
		required: true,
		readOnly: true,
		reference: "users",
		description: "Whom it is for"
	},
	kind: {
		type: String,
		required: true,
		readOnly: true,
		description: "What it is about, see `GET /notifications/kinds`",
		example: "projects.memberAdded"
	},
	title: {
		type: String,
		required: true,
		readOnly: true,
		description: "What it says in a few words, as plain text",
		example: "You are a member of a project"
	},
	body: {
		type: String,
		readOnly: true,
		description: "What it says, as plain text",
		example: "You were added to “Bridge building” as viewer."
	},
	values: {
		type: Schema.Types.Mixed,
		readOnly: true,
		description: "The values in its texts, for who says it in other words",
		example: { project: "Bridge building", role: "viewer" }
	},
	about: {
		type: new Schema<About>(
			{
				collection: { type: String, required: true, example: "projects" },
				id: { type: String, required: true, example: "65f0c0ffee65f0c0ffee65f0" }
			},
			{ suppressReservedKeysWarning: true }
		),
		readOnly: true,
		description: "The document that it leads to"
	},
	readAt: {
		type: Date,
		description: "When it was read; a time that is still to come is taken for now"
	}
});

schema.index({ userId: 1, createdAt: -1 });
schema.index({ userId: 1, readAt: 1 });
schema.index({ readAt: 1 });

export const Notification = defineModel<NotificationFields>("Notification", schema);

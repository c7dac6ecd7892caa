/** A session: one sign-in, from which all of its tokens come. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";

export interface SessionFields {
	userId: string;
	lastUsedAt: Date;
	expiresAt: Date;
	endedAt?: Date;
	endReason?: string;
}

const schema = new Schema<SessionFields>({
	userId: { type: String, required: true, reference: "users" },
	lastUsedAt: { type: Date, required: true, description: "When the session was last renewed" },
	expiresAt: {
		type: Date,
		required: true,
		description: "When the session ends unless it is renewed"
	},
	endedAt: { type: Date, description: "When the session was ended before its time" },
	endReason: { type: String, description: "Why it was ended" }
});

schema.index({ userId: 1, endedAt: 1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const Session = defineModel<SessionFields>("Session", schema);

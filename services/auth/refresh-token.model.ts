/** Refresh tokens by their hash. A used one is kept until it expires, so that a second use is noticed. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";

export interface RefreshTokenFields {
	sessionId: string;
	expiresAt: Date;
	usedAt?: Date;
	/** Drawn when the token is used; with the token itself it makes the next one, see `refresh-tokens.ts`. */
	salt?: string;
}

const schema = new Schema<RefreshTokenFields>({
	sessionId: { type: String, required: true },
	expiresAt: { type: Date, required: true },
	usedAt: { type: Date },
	salt: { type: String, private: true }
});

schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const RefreshToken = defineModel<RefreshTokenFields>("RefreshToken", schema);

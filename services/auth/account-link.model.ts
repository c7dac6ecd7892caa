/** A link that was mailed to the owner of an account: one for each account and purpose, kept as its token's hash. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";

export const LINK_PURPOSES = ["verifyEmail", "resetPassword"] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

export interface AccountLinkFields {
	purpose: LinkPurpose;
	userId: string;
	/** The address that it was mailed to. */
	email: string;
	tokenHash: string;
	expiresAt: Date;
}

const schema = new Schema<AccountLinkFields>({
	purpose: { type: String, required: true, enum: LINK_PURPOSES },
	userId: { type: String, required: true },
	email: { type: String, required: true },
	tokenHash: { type: String, required: true, private: true },
	expiresAt: { type: Date, required: true }
});

schema.index({ tokenHash: 1 }, { unique: true });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const AccountLink = defineModel<AccountLinkFields>("AccountLink", schema);

/** The keys that access tokens are signed with, shared by all nodes through the store. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";

export interface SigningKeyFields {
	/** 32 random bytes in base64url. */
	secret: string;
}

export const SigningKey = defineModel<SigningKeyFields>(
	"SigningKey",
	new Schema<SigningKeyFields>({ secret: { type: String, required: true, private: true } })
);

/** What proves who a user is. It has the user's id, is changed by the auth service alone and never answered. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";

export interface CredentialFields {
	passwordHash: string;
	passwordChangedAt: Date;
}

export const Credential = defineModel<CredentialFields>(
	"Credential",
	new Schema<CredentialFields>({
		passwordHash: { type: String, required: true, private: true },
		passwordChangedAt: { type: Date, required: true }
	})
);

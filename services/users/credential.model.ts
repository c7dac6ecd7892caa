/** What proves who a user is. It has the user's id, is changed by the auth service alone and never answered. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";

export interface CredentialFields {
	passwordHash: string;
	passwordChangedAt: Date;
	/** The hashes of the passwords before it, newest first. */
	previousHashes: string[];
	/** The secret of the second factor, in base 32. */
	totpSecret?: string;
	/** A secret that was drawn and is not confirmed yet. */
	totpPending?: string;
	/** The period of the last code that signed in, and of the last that confirmed something. */
	totpLoginStep?: number;
	totpProofStep?: number;
	recoveryHashes: string[];
}

export const Credential = defineModel<CredentialFields>(
	"Credential",
	new Schema<CredentialFields>({
		passwordHash: { type: String, required: true, private: true },
		passwordChangedAt: { type: Date, required: true },
		previousHashes: { type: [String], private: true },
		totpSecret: { type: String, private: true },
		totpPending: { type: String, private: true },
		totpLoginStep: { type: Number, private: true },
		totpProofStep: { type: Number, private: true },
		recoveryHashes: { type: [String], private: true }
	})
);

/** The second factor of users: enrolled, confirmed, asked for and taken away. A code is good once. */
import type { Model } from "mongoose";
import type { Stored } from "../../mixins/index.ts";
import type { CredentialFields } from "../users/credential.model.ts";
import { errors } from "./errors.ts";
import { drawRecoveryCodes, drawTotp, recoveryHashOf, stepOf } from "./totp.ts";

type CredentialModel = Model<CredentialFields & Stored>;

/** What a code is shown for; the same code may sign in and then confirm something, each once. */
export type Purpose = "login" | "proof";

const LAST_STEP = { login: "totpLoginStep", proof: "totpProofStep" } as const;

export class SecondFactors {
	readonly #model: CredentialModel;

	constructor(model: CredentialModel) {
		this.#model = model;
	}

	async status(userId: string): Promise<{ enabled: boolean; recoveryCodesLeft: number }> {
		const found = await this.#model.findById(userId).lean();
		const enabled = found?.totpSecret !== undefined;
		return { enabled, recoveryCodesLeft: enabled ? found.recoveryHashes.length : 0 };
	}

	/** Draws a secret, which counts once it is confirmed. */
	async enroll(userId: string, label: string): Promise<{ secret: string; uri: string }> {
		const drawn = drawTotp(label);
		const { matchedCount } = await this.#model.updateOne(
			{ _id: userId, totpSecret: { $exists: false } },
			{ totpPending: drawn.secret }
		);
		if (matchedCount === 0) throw errors.TOTP_ENABLED({});
		return drawn;
	}

	/** Takes the drawn secret into use once its app has shown a code; returns the recovery codes. */
	async confirm(userId: string, code: string): Promise<string[]> {
		const found = await this.#model.findById(userId).lean();
		if (found?.totpSecret) throw errors.TOTP_ENABLED({});
		if (!found?.totpPending) throw errors.TOTP_NOT_ENROLLED({});
		if (stepOf(found.totpPending, code) === null) throw errors.OTP_INVALID({});
		const codes = drawRecoveryCodes();
		const { matchedCount } = await this.#model.updateOne(
			{ _id: userId, totpPending: found.totpPending, totpSecret: { $exists: false } },
			{
				$set: { totpSecret: found.totpPending, recoveryHashes: codes.map(recoveryHashOf) },
				$unset: { totpPending: 1 }
			}
		);
		if (matchedCount === 0) throw errors.TOTP_NOT_ENROLLED({});
		return codes;
	}

	/** Passes when the user has no second factor, or the code is right; otherwise it asks or refuses. */
	async require(userId: string, code: string | undefined, purpose: Purpose): Promise<void> {
		const found = await this.#model.findById(userId).lean();
		if (!found?.totpSecret) return;
		if (code === undefined) throw errors.OTP_REQUIRED({});
		const step = stepOf(found.totpSecret, code);
		const isGood =
			step === null
				? await this.#useRecoveryCode(userId, code)
				: await this.#useStep(userId, step, purpose);
		if (!isGood) throw errors.OTP_INVALID({});
	}

	/** Draws other recovery codes; the old ones are no longer good. */
	async renewRecoveryCodes(userId: string): Promise<string[]> {
		const codes = drawRecoveryCodes();
		const { matchedCount } = await this.#model.updateOne(
			{ _id: userId, totpSecret: { $exists: true } },
			{ recoveryHashes: codes.map(recoveryHashOf) }
		);
		if (matchedCount === 0) throw errors.TOTP_NOT_ENROLLED({});
		return codes;
	}

	async disable(userId: string): Promise<void> {
		const gone = { totpSecret: 1, totpPending: 1, totpLoginStep: 1, totpProofStep: 1 };
		await this.#model.updateOne(
			{ _id: userId },
			{ $unset: gone, $set: { recoveryHashes: [] } }
		);
	}

	async #useStep(userId: string, step: number, purpose: Purpose) {
		const field = LAST_STEP[purpose];
		const { matchedCount } = await this.#model.updateOne(
			{ _id: userId, $or: [{ [field]: { $exists: false } }, { [field]: { $lt: step } }] },
			{ [field]: step }
		);
		return matchedCount === 1;
	}

	async #useRecoveryCode(userId: string, code: string) {
		const hashed = recoveryHashOf(code);
		const { matchedCount } = await this.#model.updateOne(
			{ _id: userId, recoveryHashes: hashed },
			{ $pull: { recoveryHashes: hashed } }
		);
		return matchedCount === 1;
	}
}

/**
 * Step-up: what could take an account or the system over is done by who has shown a password, and a
 * second factor where there is one, within the last minutes. A stolen token or key is not enough.
 */
import { accessErrors, type Caller } from "../../mixins/index.ts";

/** How long a proof lasts. Long enough for the work at hand, short for an unattended desk. */
const PROOF_LASTS_MS = 15 * 60 * 1000;

/** Throws unless the caller has proved lately who it is. The system itself needs no proof. */
export function requireProof(caller: Caller | undefined): void {
	if (!caller) return;
	if (caller.kind === "apiKey") throw accessErrors.NOT_FOR_KEYS({});
	const { provedAt = 0 } = caller;
	if (Date.now() - provedAt > PROOF_LASTS_MS) throw accessErrors.STEP_UP({});
}

/** One-time passwords by the clock (RFC 6238), as authenticator apps make them, and recovery codes. */
import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { hashOf } from "./secret-text.ts";

const ISSUER = "Lyceum";
const PERIOD_SECONDS = 30;

/** An app's clock may be one period ahead or behind. */
const WINDOW = 1;

const RECOVERY_CODES = 10;
/** 80 bits: 16 characters in base 32. */
const RECOVERY_BYTES = 10;

/** Draws a secret, with the address by which apps take it. */
export function drawTotp(label: string): { secret: string; uri: string } {
	const totp = totpOf(new Secret({ size: 20 }), label);
	return { secret: totp.secret.base32, uri: totp.toString() };
}

/** The period that a code belongs to; null for a wrong code. */
export function stepOf(secret: string, code: string, now = Date.now()): number | null {
	const totp = totpOf(Secret.fromBase32(secret));
	const delta = totp.validate({ token: code.replace(/\s/g, ""), window: WINDOW, timestamp: now });
	return delta === null ? null : Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
}

/** Draws codes for the day on which the app is lost: `ABCD-EFGH-IJKL-MNOP`. */
export function drawRecoveryCodes(): string[] {
	return Array.from({ length: RECOVERY_CODES }, () => {
		const text = new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_BYTES)).buffer });
		return text.base32.match(/.{4}/g)!.join("-");
	});
}

/** The form in which the store holds a recovery code; dashes, spaces and capitals do not count. */
export function recoveryHashOf(code: string): string {
	return hashOf(code.toUpperCase().replace(/[^A-Z2-7]/g, ""));
}

function totpOf(secret: Secret, label = "") {
	return new TOTP({
		issuer: ISSUER,
		label,
		algorithm: "SHA1",
		digits: 6,
		period: PERIOD_SECONDS,
		secret
	});
}

/** Secrets that are random text: drawn here, kept as their hash alone, compared in constant time. */
import { hash, randomBytes, timingSafeEqual } from "node:crypto";

const BYTES = 32;

/** Draws 256 random bits, as 43 characters. */
export function drawSecret(): string {
	return randomBytes(BYTES).toString("base64url");
}

/** The form in which the store holds a drawn secret; nothing slower is needed for 256 random bits. */
export function hashOf(secret: string): string {
	return hash("sha256", secret, "base64url");
}

/** Tells whether a secret is the one that was hashed. */
export function isSecret(secret: string | undefined, hashed: string): boolean {
	if (secret === undefined) return false;
	return timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(hashed));
}

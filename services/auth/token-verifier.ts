/** Remembers the tokens that were verified, so that only a token's first request pays for its signature. */
import { LRUCache } from "lru-cache";
import type { SigningKeys } from "./signing-keys.ts";
import { keyIdOf, requireTime, verifyToken, type Claims } from "./tokens.ts";

const MAX_REMEMBERED = 20_000;

interface Verified {
	kid: string;
	claims: Claims;
}

export class TokenVerifier {
	readonly #keys: SigningKeys;
	readonly #verified = new LRUCache<string, Verified>({ max: MAX_REMEMBERED });

	constructor(keys: SigningKeys) {
		this.#keys = keys;
	}

	/** The token's claims; a promise only when its key has to be looked up first. */
	verify(token: string): Claims | Promise<Claims> {
		const known = this.#verified.get(token);
		// A key that was taken away takes its tokens along.
		if (known && this.#keys.has(known.kid)) {
			requireTime(known.claims);
			return known.claims;
		}
		const kid = keyIdOf(token);
		if (kid === null || this.#keys.has(kid)) return this.#verifyNow(token);
		// Another node may have made the key since this one last looked.
		return this.#keys.reload().then(() => this.#verifyNow(token));
	}

	#verifyNow(token: string): Claims {
		const claims = verifyToken(token, this.#keys);
		this.#verified.set(token, { kid: keyIdOf(token)!, claims });
		return claims;
	}
}

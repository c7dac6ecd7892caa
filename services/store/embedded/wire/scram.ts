/** The server's side of SCRAM-SHA-256 (RFC 7677) for the one user that the store has. */
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";
import { storeError } from "../errors.ts";

/** The least that drivers take; the secret is random, so that more would protect nothing. */
const ITERATIONS = 4096;

/** What the server keeps of a password. */
export interface Credentials {
	user: string;
	salt: Buffer;
	storedKey: Buffer;
	serverKey: Buffer;
}

/** Makes credentials from a user's name and password. */
export function makeCredentials(user: string, password: string): Credentials {
	const salt = randomBytes(28);
	const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, "sha256");
	const clientKey = hmac(salted, "Client Key");
	return { user, salt, storedKey: sha256(clientKey), serverKey: hmac(salted, "Server Key") };
}

/** One conversation: `first` answers the client's first message, `final` its proof. */
export class ScramConversation {
	private readonly credentials: Credentials;
	private nonce = "";
	private clientFirstBare = "";
	private serverFirst = "";

	constructor(credentials: Credentials) {
		this.credentials = credentials;
	}

	first(payload: string): string {
		const bare = /^n,[^,]*,(.*)$/s.exec(payload)?.[1];
		const { n: user, r: clientNonce } = attributes(bare ?? "");
		if (!bare || !clientNonce || user !== this.credentials.user) throw failed();
		this.clientFirstBare = bare;
		this.nonce = clientNonce + randomBytes(24).toString("base64");
		this.serverFirst = `r=${this.nonce},s=${this.credentials.salt.toString("base64")},i=${ITERATIONS}`;
		return this.serverFirst;
	}

	final(payload: string): string {
		const { r: nonce, p: proof } = attributes(payload);
		if (this.nonce === "" || nonce !== this.nonce || !proof) throw failed();
		const withoutProof = payload.slice(0, payload.lastIndexOf(",p="));
		const signed = `${this.clientFirstBare},${this.serverFirst},${withoutProof}`;
		if (!this.proves(Buffer.from(proof, "base64"), signed)) throw failed();
		return `v=${hmac(this.credentials.serverKey, signed).toString("base64")}`;
	}

	private proves(proof: Buffer, signed: string): boolean {
		const { storedKey } = this.credentials;
		const signature = hmac(storedKey, signed);
		if (proof.length !== signature.length) return false;
		const clientKey = Buffer.from(proof.map((byte, at) => byte ^ signature[at]!));
		return timingSafeEqual(sha256(clientKey), storedKey);
	}
}

function attributes(message: string): Record<string, string> {
	return Object.fromEntries(message.split(",").map(part => [part.slice(0, 1), part.slice(2)]));
}

function hmac(key: Buffer, text: string): Buffer {
	return createHmac("sha256", key).update(text).digest();
}

function sha256(bytes: Buffer): Buffer {
	return createHash("sha256").update(bytes).digest();
}

function failed(): Error {
	return storeError("AuthenticationFailed", "Authentication failed.");
}

/**
 * Links that need no token: signed with a secret that all nodes share, for one file and until one moment. A link
 * is good for whoever has it, until then or until the file is removed.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Model } from "mongoose";
import type { Stored } from "../../mixins/index.ts";
import { errors } from "./errors.ts";
import type { FileSecretFields } from "./records.ts";

const NAME = "links";
const SECRET_BYTES = 32;

export class Links {
	readonly #model: Model<FileSecretFields & Stored>;
	#secret: Promise<string> | null = null;

	constructor(model: Model<FileSecretFields & Stored>) {
		this.#model = model;
	}

	/** What follows the file's address: when the link ends, and that we say so. */
	async sign(id: string, expires: number): Promise<string> {
		const signature = await this.#signatureOf(id, expires);
		return `expires=${expires}&signature=${signature.toString("base64url")}`;
	}

	/** Throws `FILES_LINK_INVALID` or, for a link that was good, `FILES_LINK_EXPIRED`. */
	async check(id: string, expires: number, signature: string, now = Date.now()): Promise<void> {
		const expected = await this.#signatureOf(id, expires);
		const given = Buffer.from(signature, "base64url");
		if (given.length !== expected.length || !timingSafeEqual(given, expected))
			throw errors.LINK_INVALID({});
		if (expires * 1000 <= now)
			throw errors.LINK_EXPIRED({ at: new Date(expires * 1000).toISOString() });
	}

	async #signatureOf(id: string, expires: number): Promise<Buffer> {
		this.#secret ??= this.#load().catch(error => {
			this.#secret = null;
			throw error;
		});
		return createHmac("sha256", await this.#secret)
			.update(`${id}.${expires}`)
			.digest();
	}

	/** The first node of all makes it. */
	async #load(): Promise<string> {
		const secret = randomBytes(SECRET_BYTES).toString("base64url");
		await this.#model
			.updateOne({ _id: NAME }, { $setOnInsert: { secret } }, { upsert: true })
			.catch((error: { code?: unknown }) => {
				if (error.code !== 11000) throw error;
			});
		return (await this.#model.findById(NAME).orFail().lean()).secret;
	}
}

/** The signing keys as this node knows them: the newest signs, all of them verify. */
import { createSecretKey, randomBytes, type KeyObject } from "node:crypto";
import type { Model } from "mongoose";
import type { Stored } from "../../mixins/index.ts";
import type { SigningKeyFields } from "./signing-key.model.ts";
import type { NamedKey } from "./tokens.ts";

type KeyModel = Model<SigningKeyFields & Stored>;

/** A token with an unknown key makes a node look again, but not for every forged one. */
const RELOAD_AT_MOST_EVERY_MS = 1000;

const KEY_BYTES = 32;
const DUPLICATE_KEY = 11000;

export class SigningKeys {
	readonly #model: KeyModel;
	#keys: ReadonlyMap<string, KeyObject> = new Map();
	#newest: NamedKey | null = null;
	#reloading: Promise<void> | null = null;
	#loadedAt = Number.NEGATIVE_INFINITY;

	constructor(model: KeyModel) {
		this.#model = model;
	}

	/** Reads the keys; the first node of all makes the first one. */
	async start(): Promise<void> {
		await this.#load();
		if (this.#newest) return;
		await this.#create(1);
		await this.#load();
	}

	get(kid: string): KeyObject | undefined {
		return this.#keys.get(kid);
	}

	has(kid: string): boolean {
		return this.#keys.has(kid);
	}

	/** The key that new tokens are signed with. */
	get newest(): NamedKey {
		if (!this.#newest) throw new Error("There is no signing key: start() comes first");
		return this.#newest;
	}

	/** Reads the keys again, unless that was just done. */
	reload(): Promise<void> {
		if (performance.now() - this.#loadedAt < RELOAD_AT_MOST_EVERY_MS) return Promise.resolve();
		this.#reloading ??= this.#load().finally(() => (this.#reloading = null));
		return this.#reloading;
	}

	async #load() {
		this.#loadedAt = performance.now();
		const found = await this.#model.find().lean();
		const named = found
			.map(({ _id, secret }) => ({ kid: _id, key: createSecretKey(secret, "base64url") }))
			.sort((one, other) => Number(one.kid) - Number(other.kid));
		this.#keys = new Map(named.map(({ kid, key }) => [kid, key]));
		this.#newest = named.at(-1) ?? null;
	}

	/** Keys are numbered, so that of two nodes that make the next one, one is refused by the store. */
	async #create(generation: number) {
		const secret = randomBytes(KEY_BYTES).toString("base64url");
		try {
			await this.#model.create([{ _id: String(generation), secret }]);
		} catch (error) {
			if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
		}
	}
}

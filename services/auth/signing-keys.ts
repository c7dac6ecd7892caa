/**
 * The signing keys as this node knows them: one signs, all of them verify. A new one verifies everywhere
 * before it signs, and an old one for as long as its tokens last, so that a rotation ends nobody's session.
 */
import { createSecretKey, randomBytes, type KeyObject } from "node:crypto";
import type { Model } from "mongoose";
import type { Stored } from "../../mixins/index.ts";
import type { SigningKeyFields } from "./signing-key.model.ts";
import { ACCESS_TOKEN_SECONDS, type NamedKey } from "./tokens.ts";

type KeyModel = Model<SigningKeyFields & Stored>;

interface KnownKey extends NamedKey {
	createdAt: number;
}

/** How often a node should call `maintain`. */
export const MAINTAIN_EVERY_MS = 60 * 1000;

/** Every node has read a key by then, also one that missed a turn. */
const SIGNS_AFTER_MS = 3 * MAINTAIN_EVERY_MS;

/** After the next key signs, nodes may be late to notice, and the last token has its time. */
const KEEP_AFTER_MS = SIGNS_AFTER_MS + ACCESS_TOKEN_SECONDS * 1000;

const ROTATE_EVERY_MS = 90 * 24 * 60 * 60 * 1000;

/** A token with an unknown key makes a node look again, but not for every forged one. */
const RELOAD_AT_MOST_EVERY_MS = 1000;

const KEY_BYTES = 32;
const DUPLICATE_KEY = 11000;

export class SigningKeys {
	readonly #model: KeyModel;
	readonly #now: () => number;
	#byId: ReadonlyMap<string, KeyObject> = new Map();
	/** Oldest first. */
	#keys: readonly KnownKey[] = [];
	#reloading: Promise<void> | null = null;
	#loadedAt = Number.NEGATIVE_INFINITY;

	constructor(model: KeyModel, now: () => number = Date.now) {
		this.#model = model;
		this.#now = now;
	}

	/** Reads the keys; the first node of all makes the first one. */
	async start(): Promise<void> {
		await this.#load();
		if (this.#keys.length > 0) return;
		await this.#createAfter(undefined);
	}

	get(kid: string): KeyObject | undefined {
		return this.#byId.get(kid);
	}

	has(kid: string): boolean {
		return this.#byId.has(kid);
	}

	/** The key that new tokens are signed with: the newest that every node knows. */
	get signing(): NamedKey {
		const known = this.#now() - SIGNS_AFTER_MS;
		const key = this.#keys.findLast(({ createdAt }) => createdAt <= known) ?? this.#keys[0];
		if (!key) throw new Error("There is no signing key: start() comes first");
		return key;
	}

	/** Makes the next key; returns its name and when it begins to sign. */
	async rotate(): Promise<{ kid: string; signsFrom: Date }> {
		await this.#load();
		await this.#createAfter(this.#keys.at(-1));
		const { kid, createdAt } = this.#keys.at(-1)!;
		return { kid, signsFrom: new Date(createdAt + SIGNS_AFTER_MS) };
	}

	/** Reads the keys again, makes the next one when it is time, and removes those that are over. */
	async maintain(): Promise<void> {
		await this.#load();
		const newest = this.#keys.at(-1);
		// After the key that was found old, not after the newest of now: that may be another node's new one.
		if (newest && this.#now() - newest.createdAt > ROTATE_EVERY_MS)
			await this.#createAfter(newest);
		const over = this.#keys.filter((_key, index) => this.#isOver(this.#keys[index + 1]));
		if (over.length === 0) return;
		await this.#model.deleteMany({ _id: { $in: over.map(({ kid }) => kid) } });
		await this.#load();
	}

	/** Reads the keys again, unless that was just done. */
	reload(): Promise<void> {
		if (performance.now() - this.#loadedAt < RELOAD_AT_MOST_EVERY_MS) return Promise.resolve();
		this.#reloading ??= this.#load().finally(() => (this.#reloading = null));
		return this.#reloading;
	}

	#isOver(successor: KnownKey | undefined) {
		if (!successor) return false;
		return this.#now() - successor.createdAt > SIGNS_AFTER_MS + KEEP_AFTER_MS;
	}

	async #load() {
		this.#loadedAt = performance.now();
		const found = await this.#model.find().lean();
		this.#keys = found
			.map(({ _id, secret, createdAt }) => ({
				kid: _id,
				key: createSecretKey(secret, "base64url"),
				createdAt: createdAt.getTime()
			}))
			.sort((one, other) => Number(one.kid) - Number(other.kid));
		this.#byId = new Map(this.#keys.map(({ kid, key }) => [kid, key]));
	}

	/** Keys are numbered, so that of two nodes that make the next one, one is refused by the store. */
	async #createAfter(key: KnownKey | undefined) {
		const generation = Number(key?.kid ?? 0) + 1;
		const secret = randomBytes(KEY_BYTES).toString("base64url");
		const createdAt = new Date(this.#now());
		try {
			await this.#model.create([{ _id: String(generation), secret, createdAt }]);
		} catch (error) {
			if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
		}
		await this.#load();
	}
}

/** The limits in force on this node: those that are stored, and those that actions declare. */
import type { Model } from "mongoose";
import type { Action, Stored } from "../../mixins/index.ts";
import { SETTINGS_ID, type LimitSettingsFields } from "./limit-settings.model.ts";
import { DEFAULTS, type Quota, type QuotaKind } from "./quota.ts";

const DUPLICATE_KEY = 11000;

export class Quotas {
	readonly #model: Model<LimitSettingsFields & Stored>;
	#named = namedQuotas(DEFAULTS);
	#plans = new Map<string, Quota>();
	readonly #declared = new WeakMap<object, Quota>();

	constructor(model: Model<LimitSettingsFields & Stored>) {
		this.#model = model;
	}

	get address(): Quota {
		return this.#named.address;
	}

	/** The limit of the users of a plan. */
	ofPlan(plan = ""): Quota {
		return this.#plans.get(plan) ?? this.#named.user;
	}

	/** The limit that an action has of its own; null for one that follows its caller's. */
	ofAction(name: string, { limit }: Pick<Action, "limit">): Quota | null {
		if (limit === undefined || limit === false) return null;
		if (typeof limit === "string") return this.#named[limit];
		const known = this.#declared.get(limit);
		if (known) return known;
		const quota: Quota = { ...limit, name, kind: "endpoint" };
		this.#declared.set(limit, quota);
		return quota;
	}

	/** Reads what is stored; the defaults are stored when nothing is. */
	async reload(): Promise<void> {
		const stored = (await this.#model.findById(SETTINGS_ID).lean()) ?? (await this.#create());
		this.#named = namedQuotas(stored);
		this.#plans = new Map(
			stored.plans.map(({ name, points, seconds }) => [
				name,
				{ name: "user", points, seconds, kind: "user" }
			])
		);
	}

	async #create(): Promise<LimitSettingsFields> {
		try {
			const [created] = await this.#model.create([{ _id: SETTINGS_ID }]);
			return created!.toObject();
		} catch (error) {
			// Another node did so at the same moment.
			if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
			return this.#model.findById(SETTINGS_ID).orFail().lean();
		}
	}
}

type Named = Record<keyof typeof DEFAULTS, { points: number; seconds: number }>;

function namedQuotas({ address, user, login, reset }: Named) {
	const named = (kind: QuotaKind, { points, seconds }: Named["user"]): Quota => ({
		name: kind,
		kind,
		points,
		seconds
	});
	return {
		address: named("address", address),
		user: named("user", user),
		login: named("login", login),
		reset: named("reset", reset)
	};
}

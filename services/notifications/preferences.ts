/** What users have chosen: read for those who are to be notified, and changed by themselves. */
import type { Model } from "mongoose";
import type { Channels, Kernel, Stored } from "../../mixins/index.ts";
import type { Choice, PreferenceFields } from "./preference.model.ts";

export type StoredPreference = PreferenceFields & Stored;

/** A choice, or null to have it as the kind declares it. */
export interface Choosing extends Omit<Choice, "wanted"> {
	wanted: boolean | null;
}

export class Preferences {
	readonly #model: Model<StoredPreference>;
	readonly #kernel: Kernel;

	constructor(model: Model<StoredPreference>, kernel: Kernel) {
		this.#model = model;
		this.#kernel = kernel;
	}

	/** The choices of some users, by user. */
	async of(userIds: string[]): Promise<Map<string, Choice[]>> {
		const found = await this.#model.find({ _id: { $in: userIds } }).lean();
		return new Map(found.map(({ _id, choices }) => [_id, choices]));
	}

	async ofUser(userId: string): Promise<Choice[]> {
		return (await this.of([userId])).get(userId) ?? [];
	}

	/** Puts choices in the place of those about the same kind and channel. */
	async choose(userId: string, chosen: Choosing[]): Promise<void> {
		await this.#kernel.transaction(async () => {
			const before = await this.#model.findById(userId).lean();
			const choices = merged(before?.choices ?? [], chosen);
			if (before) await this.#model.updateOne({ _id: userId }, { choices });
			else await this.#model.create([{ _id: userId, choices }]);
		});
	}
}

/** Where a kind goes for a user: as declared, but for what the user has chosen of what it offers. */
export function channelsFor(kind: string, declared: Channels, choices: Choice[]): Channels {
	const own = choices.filter(choice => choice.kind === kind && choice.channel in declared);
	const chosen = own.map(({ channel, wanted }) => [channel, wanted] as const);
	return { ...declared, ...Object.fromEntries(chosen) };
}

function merged(before: Choice[], chosen: Choosing[]): Choice[] {
	const named = new Map([...before, ...chosen].map(choice => [nameOf(choice), choice]));
	return [...named.values()].flatMap(({ kind, channel, wanted }) =>
		wanted === null ? [] : [{ kind, channel, wanted }]
	);
}

function nameOf({ kind, channel }: Omit<Choosing, "wanted">) {
	return `${kind} ${channel}`;
}

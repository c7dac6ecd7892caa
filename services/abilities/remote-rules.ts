/**
 * The rules of services that run on other nodes alone: who subscribes here, or asks here why somebody may do
 * something, is held to them too. They come with what the other nodes tell of their services.
 */
import type { LyceumBroker, LyceumSchema } from "../../mixins/index.ts";
import { baseName } from "../kernel/conventions.middleware.ts";
import type { Rules } from "./rules.ts";

interface ListedService {
	name: string;
	local: boolean;
	metadata?: LyceumSchema["metadata"];
}

export class RemoteRules {
	readonly #broker: LyceumBroker;
	readonly #rules: Rules;
	#sources = new Set<string>();

	constructor(broker: LyceumBroker, rules: Rules) {
		this.#broker = broker;
		this.#rules = rules;
	}

	/** Puts the rules of what runs elsewhere alone in force, and takes those of what runs no more away. */
	refresh(): void {
		const { services } = this.#broker.registry as unknown as {
			services: { services: ListedService[] };
		};
		const local = new Set(
			services.services.filter(({ local }) => local).map(({ name }) => baseName(name))
		);
		const sources = new Set<string>();
		for (const { name, metadata } of services.services) {
			const source = baseName(name);
			if (local.has(source) || !metadata?.abilities) continue;
			sources.add(source);
			this.#rules.set(source, this, metadata.abilities);
		}
		for (const source of this.#sources)
			if (!sources.has(source)) this.#rules.remove(source, this);
		this.#sources = sources;
	}
}

/** The rules in force on this node: those of every running service, by role, and the abilities built from them. */
import { LRUCache } from "lru-cache";
import {
	buildAbility,
	type Ability,
	type AbilityRule,
	type AbilityRules
} from "../../mixins/ability.ts";
import type { Caller } from "../../mixins/index.ts";
import { requireSoundRules } from "./sound-rules.ts";

/** One ability is 1–3 KB; callers beyond these are built again when they come back. */
const MAX_CACHED = 10_000;

const ADMINISTRATOR: AbilityRules = { admin: [{ action: "manage", subject: "all" }] };
const SYSTEM: Caller = { id: null, kind: "user", roles: ["admin"] };

/** The name of the source of what administrators have stored. */
const STORED = "roles";

/** A rule with where it comes from. */
export interface SourcedRule extends AbilityRule {
	role: string;
	source: string;
}

export class Rules {
	#sources = new Map<string, { owner: object; rules: AbilityRules }>([
		["kernel", { owner: this, rules: ADMINISTRATOR }]
	]);
	#stored: AbilityRules = {};
	#abilities = new LRUCache<string, Ability>({ max: MAX_CACHED });
	#system = buildAbility(ADMINISTRATOR.admin!, SYSTEM);

	/** Sets the rules of a source; `owner` is the generation that brings them. Throws for a rule that cannot be kept. */
	set(source: string, owner: object, rules: AbilityRules): void {
		requireSoundRules(source, rules);
		this.#sources.set(source, { owner, rules });
		this.#abilities.clear();
	}

	/** Takes a source's rules away, unless another generation has set its own meanwhile. */
	remove(source: string, owner: object): void {
		if (this.#sources.get(source)?.owner !== owner) return;
		this.#sources.delete(source);
		this.#abilities.clear();
	}

	/** Sets the rules that administrators have stored with roles; they outweigh those of the services. */
	setStored(rules: AbilityRules): void {
		this.#stored = rules;
		this.#abilities.clear();
	}

	/** All rules of a role, in the order of their sources: a later one outweighs an earlier one. */
	of(role: string): SourcedRule[] {
		return this.bySource().flatMap(({ source, rules }) =>
			(rules[role] ?? []).map(rule => ({ ...rule, role, source }))
		);
	}

	/** The rules of each source; the stored ones are the last. */
	bySource(): { source: string; rules: AbilityRules }[] {
		const sources = [...this.#sources].map(([source, { rules }]) => ({ source, rules }));
		return [...sources, { source: STORED, rules: this.#stored }];
	}

	/** The rules that running services bring. */
	contributed(): AbilityRule[] {
		return [...this.#sources.values()]
			.filter(({ owner }) => owner !== this)
			.flatMap(({ rules }) => Object.values(rules).flat());
	}

	abilityOf(caller: Caller | undefined): Ability {
		if (!caller) return this.#system;
		const key = `${caller.id ?? ""} ${caller.roles.join(" ")}`;
		const known = this.#abilities.get(key);
		if (known) return known;
		const ability = buildAbility(
			caller.roles.flatMap(role => this.of(role)),
			caller
		);
		this.#abilities.set(key, ability);
		return ability;
	}
}

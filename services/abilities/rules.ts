/** The rules in force on this node: those of every running service, by role, and the abilities built from them. */
import { isDeepStrictEqual } from "node:util";
import { LRUCache } from "lru-cache";
import {
	buildAbility,
	buildOpenAbility,
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

/** A role's name and the rules that are stored with it. */
export interface StoredRole {
	name: string;
	rules: AbilityRule[];
}

interface Owned {
	owner: object;
	rules: AbilityRules;
}

export class Rules {
	/** Of each source, the generations that brought rules; those of the newest are in force. */
	readonly #sources = new Map<string, Owned[]>([
		["kernel", [{ owner: this, rules: ADMINISTRATOR }]]
	]);
	#stored: AbilityRules = {};
	readonly #abilities = new LRUCache<string, Ability>({ max: MAX_CACHED });
	readonly #open = new LRUCache<string, Ability>({ max: MAX_CACHED });
	/** Reads the stored rules again; set by the service that keeps them. */
	reloadStored: () => Promise<void> = () => Promise.resolve();
	readonly #system = buildAbility(ADMINISTRATOR.admin!, SYSTEM);

	/** Puts a generation's rules in force. Throws for a rule that cannot be kept. */
	set(source: string, owner: object, rules: AbilityRules): void {
		requireSoundRules(source, rules);
		this.#change(source, [...this.#of(source, owner), { owner, rules }]);
	}

	/** Takes a generation's rules away; if they were in force, those of the one before are again. */
	remove(source: string, owner: object): void {
		this.#change(source, this.#of(source, owner));
	}

	/** What the other generations of a source brought. */
	#of(source: string, owner: object): Owned[] {
		return (this.#sources.get(source) ?? []).filter(owned => owned.owner !== owner);
	}

	/** Abilities are built anew only when other rules are in force than before. */
	#change(source: string, next: Owned[]) {
		const before = this.#sources.get(source)?.at(-1)?.rules;
		if (next.length > 0) this.#sources.set(source, next);
		else this.#sources.delete(source);
		if (!isDeepStrictEqual(before, next.at(-1)?.rules)) this.#forget();
	}

	/** Sets the rules that administrators have stored with roles; they outweigh those of the services. */
	setStored(rules: AbilityRules): void {
		this.#stored = rules;
		this.#forget();
	}

	#forget() {
		this.#abilities.clear();
		this.#open.clear();
	}

	/** All rules of a role, in the order of their sources: a later one outweighs an earlier one. */
	of(role: string): SourcedRule[] {
		return this.bySource().flatMap(({ source, rules }) =>
			(rules[role] ?? []).map(rule => ({ ...rule, role, source }))
		);
	}

	/** The rules of each source; the stored ones are the last. */
	bySource(): { source: string; rules: AbilityRules }[] {
		const sources = [...this.#sources].map(([source, owned]) => ({
			source,
			rules: owned.at(-1)!.rules
		}));
		return [...sources, { source: STORED, rules: this.#stored }];
	}

	/** The rules that running services bring. */
	contributed(): AbilityRule[] {
		return [...this.#sources.values()]
			.map(owned => owned.at(-1)!)
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

	/** The rules of these roles with the caller's id left open: the same for all who have them. */
	openAbilityOf(roles: string[]): Ability {
		const key = roles.join(" ");
		const known = this.#open.get(key);
		if (known) return known;
		const ability = buildOpenAbility(roles.flatMap(role => this.of(role)));
		this.#open.set(key, ability);
		return ability;
	}

	/** Like `openAbilityOf`, as it would be with other stored rules of one role. */
	openAbilityWith(roles: string[], { name, rules }: StoredRole): Ability {
		const all = roles.flatMap(role => {
			if (role !== name) return this.of(role);
			return [...this.of(role).filter(({ source }) => source !== STORED), ...rules];
		});
		return buildOpenAbility(all);
	}

	/** The rules that administrators have stored with a role. */
	storedOf(name: string): AbilityRule[] {
		return this.#stored[name] ?? [];
	}
}

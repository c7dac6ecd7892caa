/** The rules that are in force: those of this plugin and those that others bring, by owner. */
import { SEVERITIES, type Rule } from "./rule.ts";

export class RuleRegistry {
	#rules = new Map<string, { rule: Rule; owner: string }>();

	/** Adds an owner's rules, all or none; throws for an id that somebody else has or that is malformed. */
	add(owner: string, rules: readonly Rule[]): void {
		for (const rule of rules) this.#requireFree(owner, rule);
		this.remove(owner);
		for (const rule of rules) this.#rules.set(rule.id, { rule, owner });
	}

	/** Takes an owner's rules away. */
	remove(owner: string): void {
		for (const [id, entry] of this.#rules) if (entry.owner === owner) this.#rules.delete(id);
	}

	get(id: string): Rule | undefined {
		return this.#rules.get(id)?.rule;
	}

	/** Returns the rules in the order of their ids. */
	list(): { rule: Rule; owner: string }[] {
		return [...this.#rules.values()].sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1));
	}

	#requireFree(owner: string, { id, version, severity, title, check }: Rule) {
		if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(id))
			throw new TypeError(`The rule id "${id}" is not of the form "group/name"`);
		if (!Number.isInteger(version) || version < 1 || typeof check !== "function")
			throw new TypeError(`The rule "${id}" needs a version from 1 and a function "check"`);
		if (!SEVERITIES.includes(severity) || typeof title !== "string")
			throw new TypeError(
				`The rule "${id}" needs a title and a severity: ${SEVERITIES.join(", ")}`
			);
		const taken = this.#rules.get(id);
		if (taken && taken.owner !== owner)
			throw new TypeError(`The rule "${id}" belongs to "${taken.owner}" already`);
	}
}

/** What the policies say for one item: the one for the library first, that of a collection over it. */
import { SEVERITIES, type Severity } from "./rules/rule.ts";

export interface RuleSetting {
	rule: string;
	severity: Severity | "off";
	/** Why it differs. */
	reason?: string;
	/** From when on it does not hold any more; for good without it. */
	until?: Date | null;
}

export interface Policy {
	name: string;
	/** Null for the whole library. */
	collectionId: string | null;
	rules: RuleSetting[];
	gate: Severity | "none";
	glossary: string[];
}

export interface EffectivePolicy {
	severities: Map<string, Severity | "off">;
	gate: Severity | "none";
	glossary: string[];
}

/** Puts together the policies that hold for an item of some collections; of two collections the stricter counts. */
export function policyFor(
	policies: readonly Policy[],
	collectionIds: readonly string[],
	now = new Date()
): EffectivePolicy {
	const whole = policies.filter(({ collectionId }) => collectionId === null);
	const own = policies.filter(
		({ collectionId }) => collectionId !== null && collectionIds.includes(collectionId)
	);
	const deciding = own.length > 0 ? own : whole;
	return {
		severities: new Map([...strictest(whole, now), ...strictest(own, now)]),
		gate: deciding.map(({ gate }) => gate).sort(byStrictness)[0] ?? "none",
		glossary: [...whole, ...own].flatMap(({ glossary }) =>
			glossary.map(word => word.toLowerCase())
		)
	};
}

/** Tells whether a severity is as bad as a gate, or worse. */
export function isHeldBy(gate: Severity | "none", severity: Severity): boolean {
	return gate !== "none" && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(gate);
}

function strictest(policies: readonly Policy[], now: Date) {
	const found = new Map<string, Severity | "off">();
	const rank = (severity: Severity | "off") => SEVERITIES.indexOf(severity as Severity);
	const rules = policies.flatMap(policy => policy.rules).filter(each => isInForce(each, now));
	for (const { rule, severity } of rules) {
		const known = found.get(rule);
		if (known === undefined || rank(severity) > rank(known)) found.set(rule, severity);
	}
	return found;
}

function isInForce({ until }: RuleSetting, now: Date) {
	return !until || until > now;
}

/** A gate that holds hints holds more than one that holds errors; none holds least. */
function byStrictness(a: Severity | "none", b: Severity | "none") {
	const rank = (gate: Severity | "none") =>
		gate === "none" ? SEVERITIES.length : SEVERITIES.indexOf(gate);
	return rank(a) - rank(b);
}

/** What a policy would change, before it is saved: worked out on the findings that are known. */
import { listOf, objectOf } from "lyceum";
import type { DescribedRule } from "./checker/work.ts";
import { text, whole } from "./schemas.ts";
import type { FindingFields } from "./models/finding.model.ts";
import { isHeldBy, policyFor, type EffectivePolicy, type Policy } from "./policies.ts";
import { SEVERITIES, type Severity } from "./rules/rule.ts";

export type KnownFinding = Pick<
	FindingFields,
	"rule" | "severity" | "passage" | "itemId" | "collectionIds"
>;

type Counts = Record<Severity, number>;

export interface PolicyEffect {
	/** How many open findings there are where the policy holds. */
	findings: number;
	/** How many would be no findings any more. */
	gone: number;
	/** How many would be of another severity. */
	changed: number;
	/** How many items the gate holds, and would hold. */
	blockedNow: number;
	blockedThen: number;
	/** Rules that are off now and would not be: what they find shows at the next check. */
	comingBack: string[];
	/** The rules whose findings change, with how many of which severity there are and would be. */
	rules: { rule: string; before: Counts; after: Counts }[];
}

interface Question {
	findings: readonly KnownFinding[];
	before: readonly Policy[];
	after: readonly Policy[];
	rules: readonly Pick<DescribedRule, "id" | "severity">[];
}

/** Compares what is with what would be. */
export function effectOf({ findings, before, after, rules }: Question): PolicyEffect {
	const own = new Map(rules.map(({ id, severity }) => [id, severity]));
	const policiesOf = memoized((key: string) => {
		const ids = key === "" ? [] : key.split(" ");
		return { now: policyFor(before, ids), next: policyFor(after, ids) };
	});
	const tally = new Tally();
	for (const finding of findings) {
		const { now, next } = policiesOf(finding.collectionIds.join(" "));
		tally.add(finding, now, severityThen(finding, now, next, own), next);
	}
	const whole = policiesOf("");
	const back = rules
		.map(({ id }) => id)
		.filter(id => isOff(whole.now, id) && !isOff(whole.next, id));
	return tally.result(back);
}

/** Null for a finding that would be none. */
function severityThen(
	{ rule, severity, passage }: KnownFinding,
	is: EffectivePolicy,
	then: EffectivePolicy,
	own: ReadonlyMap<string, Severity>
): Severity | null {
	const next = then.severities.get(rule);
	if (next === "off") return null;
	const word = passage.toLowerCase();
	const isTerm = then.glossary.includes(word) && !is.glossary.includes(word);
	if (rule === "text/spelling" && isTerm) return null;
	if (next) return next;
	// Without an exception a finding has the severity of its rule again.
	return is.severities.has(rule) ? (own.get(rule) ?? severity) : severity;
}

class Tally {
	#findings = 0;
	#gone = 0;
	#changed = 0;
	readonly #heldNow = new Set<string>();
	readonly #heldThen = new Set<string>();
	readonly #rules = new Map<string, { before: Counts; after: Counts }>();

	add(
		{ rule, severity, itemId }: KnownFinding,
		is: EffectivePolicy,
		next: Severity | null,
		then: EffectivePolicy
	): void {
		const counts = this.#rules.get(rule) ?? { before: none(), after: none() };
		this.#rules.set(rule, counts);
		this.#findings++;
		counts.before[severity]++;
		if (isHeldBy(is.gate, severity)) this.#heldNow.add(itemId);
		if (next === null) this.#gone++;
		else {
			counts.after[next]++;
			if (next !== severity) this.#changed++;
			if (isHeldBy(then.gate, next)) this.#heldThen.add(itemId);
		}
	}

	result(comingBack: string[]): PolicyEffect {
		return {
			findings: this.#findings,
			gone: this.#gone,
			changed: this.#changed,
			blockedNow: this.#heldNow.size,
			blockedThen: this.#heldThen.size,
			comingBack,
			rules: [...this.#rules]
				.filter(([, { before, after }]) => isOther(before, after))
				.map(([rule, counts]) => ({ rule, ...counts }))
				.sort((one, other) => (one.rule < other.rule ? -1 : 1))
		};
	}
}

function none(): Counts {
	return { info: 0, warning: 0, error: 0 };
}

function isOther(before: Counts, after: Counts) {
	return SEVERITIES.some(severity => before[severity] !== after[severity]);
}

function isOff({ severities }: EffectivePolicy, rule: string) {
	return severities.get(rule) === "off";
}

function memoized<Value>(make: (key: string) => Value): (key: string) => Value {
	const known = new Map<string, Value>();
	return key => {
		const value = known.get(key) ?? make(key);
		known.set(key, value);
		return value;
	};
}

const counts = objectOf({ info: whole, warning: whole, error: whole });

export const effectSchema = {
	title: "PolicyEffect",
	...objectOf({
		findings: whole,
		gone: whole,
		changed: whole,
		blockedNow: whole,
		blockedThen: whole,
		comingBack: listOf(text),
		rules: listOf(objectOf({ rule: text, before: counts, after: counts }))
	})
};

export const effectExample: PolicyEffect = {
	findings: 91,
	gone: 4,
	changed: 12,
	blockedNow: 0,
	blockedThen: 7,
	comingBack: ["text/long-sentence"],
	rules: [
		{
			rule: "text/spelling",
			before: { info: 0, warning: 16, error: 0 },
			after: { info: 0, warning: 0, error: 12 }
		}
	]
};

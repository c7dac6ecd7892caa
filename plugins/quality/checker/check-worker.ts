/** Runs the rules: the only place that loads them, so that the kernel's thread keeps neither their work nor their words. */
import { constants, setPriority } from "node:os";
import { dictionaryOf } from "../analysis/dictionary.ts";
import { signatureOf } from "../duplicates/minhash.ts";
import { checkItem } from "../rules/check-item.ts";
import { RULES } from "../rules/index.ts";
import { RuleRegistry } from "../rules/registry.ts";
import type { Rule } from "../rules/rule.ts";
import { existsIn } from "./attachments.ts";
import { LOADING, OWN, Pulse } from "./pulse.ts";
import type { CheckedItemResult, CheckWork, Described, RuleModule, Work } from "./work.ts";

const QUALITY = "quality";

// On Linux a priority is that of a thread, and 0 means this one: whoever waits for an answer goes first.
if (process.platform === "linux") setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);

let registry = new RuleRegistry();
let registered = "";
let problems: string[] = [];

export default async function run(work: Work): Promise<unknown> {
	if (work.kind === "sign") return work.items.map(item => signatureOf(item));
	const pulse = new Pulse(work.pulse);
	await register(work.modules, pulse);
	if (work.kind === "describe") return described();
	pulse.beat(LOADING, OWN);
	dictionaryOf();
	return check(work, pulse);
}

/** What other plugins bring is loaded when the list of their modules changes; who is not on it is gone. */
async function register(modules: RuleModule[], pulse: Pulse) {
	const key = JSON.stringify(modules);
	if (registered === key && registry.list().length > 0) return;
	const next = new RuleRegistry();
	next.add(QUALITY, RULES);
	problems = [];
	for (const [at, { owner, url }] of modules.entries()) {
		pulse.beat(LOADING, at);
		try {
			const { rules } = (await import(url)) as { rules: readonly Rule[] };
			next.add(owner, rules);
		} catch (error) {
			problems.push(`The rules of "${owner}" were not loaded: ${String(error)}`);
		}
	}
	registry = next;
	registered = key;
}

function described(): Described {
	const rules = registry.list().map(({ rule, owner }) => {
		const { id, version, severity, title, kinds, depends = false } = rule;
		return { id, version, severity, title, ...(kinds && { kinds }), depends, owner };
	});
	return { rules, failures: problems };
}

function check({ items, links, now }: CheckWork, pulse: Pulse): CheckedItemResult[] {
	const tried = new Map(links);
	return items.map(({ item, rules, glossary, similar, assessments }, at) => {
		const chosen = function* () {
			for (const [part, id] of rules.entries()) {
				pulse.beat(at, part);
				const rule = registry.get(id);
				if (rule) yield rule;
			}
		};
		const result = checkItem(item, chosen(), {
			now: new Date(now),
			glossary: new Set(glossary),
			links: tried,
			similar,
			...(assessments && { assessments }),
			exists: address => existsIn(item.attachments, address)
		});
		return { itemId: item.id, ...result, leftOut: [] };
	});
}

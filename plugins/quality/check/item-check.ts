/** What belongs to one check of some items: the rules in force, the policies, and what is known already. */
import { createHash } from "node:crypto";
import type { Ctx, ServiceMembers, Stored } from "lyceum";
import { contributedRules } from "../checker/contributions.ts";
import type { Checker } from "../checker/checker.ts";
import type { DescribedRule, ItemWork, RuleModule } from "../checker/work.ts";
import type { CheckedItem } from "../item.ts";
import { hashOf, rightsOf, toCheckedItem, type ContentItem } from "../library.ts";
import { QualityItem, type ItemStateFields } from "../models/item-state.model.ts";
import { QualityPolicy } from "../models/policy.model.ts";
import { policyFor, type EffectivePolicy, type Policy } from "../policies.ts";
import type { Severity, SimilarItem } from "../rules/rule.ts";
import type { Neighbours } from "./neighbours.ts";

export interface Parts {
	service: Pick<ServiceMembers, "model" | "logger">;
	checker: Checker;
	neighbours: Neighbours;
}

export interface RulesInForce {
	modules: RuleModule[];
	rules: DescribedRule[];
	policies: Policy[];
	/** What went wrong when rules were loaded. */
	failures: string[];
}

/** One item with all that a check needs of it. */
export interface Planned {
	item: CheckedItem;
	content: ContentItem;
	known: (ItemStateFields & Stored) | null;
	hash: string;
	collectionIds: string[];
	policy: EffectivePolicy;
	/** The rules that are in force for it, as `id@version`. */
	versions: string[];
	surroundings: string;
	similar: SimilarItem[];
	/** False when some rules could not be loaded: what they found stays. */
	complete: boolean;
	/** The rules that have to run: none when nothing has changed. */
	work: ItemWork | null;
}

/** Asks who brings rules, and reads the policies. */
export async function rulesInForce(
	ctx: Ctx<unknown>,
	{ service, checker }: Parts
): Promise<RulesInForce> {
	const modules = await contributedRules(ctx);
	const [{ rules, failures }, policies] = await Promise.all([
		checker.describe(modules),
		service.model(QualityPolicy).find({}).lean<Policy[]>()
	]);
	return { modules, rules, policies, failures };
}

export interface PlanOptions {
	/** The collections that are known for each item. */
	collectionIds: ReadonlyMap<string, string[]>;
	/** The texts of the questions of a collection, by its id. */
	assessments?: readonly string[];
	/** True for rules that have to run whatever has been checked before. */
	anew?: boolean;
}

/** Decides for each item which rules have to run. */
export async function planItems(
	items: ContentItem[],
	inForce: RulesInForce,
	{ service, neighbours }: Parts,
	options: PlanOptions
): Promise<Planned[]> {
	const states = await service
		.model(QualityItem)
		.find({ _id: { $in: items.map(({ id }) => id) } })
		.lean<(ItemStateFields & Stored)[]>();
	const known = new Map(states.map(state => [state._id, state]));
	return items.map(content =>
		planItem(content, known.get(content.id) ?? null, inForce, neighbours, options)
	);
}

function planItem(
	content: ContentItem,
	known: Planned["known"],
	inForce: RulesInForce,
	neighbours: Neighbours,
	options: PlanOptions
): Planned {
	const item = toCheckedItem(content);
	const hash = hashOf(item);
	const collectionIds = [
		...new Set([...(options.collectionIds.get(item.id) ?? []), ...(known?.collectionIds ?? [])])
	];
	const policy = policyFor(inForce.policies, collectionIds);
	const chosen = inForce.rules.filter(({ id }) => policy.severities.get(id) !== "off");
	const versions = [
		...chosen.map(({ id, version, owner }) => `${id}@${version}:${owner}`),
		`glossary:${policy.glossary.join(" ")}`
	];
	const similar = neighbours.similarTo(item.id);
	const surroundings = digest([today(), similar, options.assessments ?? null]);
	const changed = options.anew || known?.contentHash !== hash;
	const rules = chosen
		.filter(
			rule =>
				changed ||
				!known.rules.includes(`${rule.id}@${rule.version}:${rule.owner}`) ||
				(rule.depends && known.surroundings !== surroundings) ||
				(rule.id === "text/spelling" && !known.rules.includes(versions.at(-1)!))
		)
		.map(({ id }) => id);
	const work =
		rules.length === 0
			? null
			: {
					item,
					rules,
					glossary: policy.glossary,
					similar,
					...(options.assessments && { assessments: [...options.assessments] })
				};
	return {
		item,
		content,
		known,
		hash,
		collectionIds,
		policy,
		versions,
		surroundings,
		similar,
		complete: inForce.failures.length === 0,
		work
	};
}

/** The severity of a rule's finding under the item's policy. */
export function severityUnder(
	{ severities }: EffectivePolicy,
	rule: string,
	own: Severity
): Severity {
	const set = severities.get(rule);
	return set === undefined || set === "off" ? own : set;
}

/** The fields of rights and names that findings and states keep of an item. */
export function copiesOf({ content, collectionIds }: Planned) {
	return { collectionIds, ...rightsOf(content) };
}

function digest(value: unknown) {
	return createHash("sha256").update(JSON.stringify(value)).digest("base64");
}

/** What is stale changes with the day. */
function today() {
	return new Date().toISOString().slice(0, 10);
}

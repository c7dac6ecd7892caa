/** Checks items some at a time: signatures first, so that two that are alike know of each other, then the rules. */
import type { Ctx } from "lyceum";
import type { CheckOptions } from "../checker/checker.ts";
import { FINDINGS_CHANGED } from "../events.ts";
import { hashOf, toCheckedItem, type ContentItem } from "../library.ts";
import { QualityItem } from "../models/item-state.model.ts";
import { planItems, type Parts, type PlanOptions, type RulesInForce } from "./item-check.ts";
import { writeResults, type Outcome } from "./write-results.ts";

/** Few enough that one item in between, which somebody waits for, has its turn soon. */
const AT_A_TIME = 4;

export interface Checked {
	outcomes: Outcome[];
	unchanged: number;
	failures: string[];
}

/** Makes the signatures of items whose text has changed. */
export async function signItems(
	items: readonly ContentItem[],
	{ service, checker, neighbours }: Parts
): Promise<void> {
	const states = await service
		.model(QualityItem)
		.find({ _id: { $in: items.map(({ id }) => id) } }, { contentHash: 1 })
		.lean<{ _id: string; contentHash: string }[]>();
	const known = new Map(states.map(({ _id, contentHash }) => [_id, contentHash]));
	const changed = items.map(toCheckedItem).filter(item => known.get(item.id) !== hashOf(item));
	const signatures = await checker.sign(changed);
	for (const [at, item] of changed.entries())
		neighbours.set(item.id, item.title ?? "", signatures[at] ?? null);
}

/** Runs the rules that have to run, and writes what they say. */
export async function checkItems(
	ctx: Ctx<unknown>,
	items: readonly ContentItem[],
	inForce: RulesInForce,
	parts: Parts,
	options: PlanOptions & CheckOptions
): Promise<Checked> {
	const checked: Checked = { outcomes: [], unchanged: 0, failures: [] };
	for (let at = 0; at < items.length; at += AT_A_TIME) {
		const planned = await planItems(items.slice(at, at + AT_A_TIME), inForce, parts, options);
		const work = planned.flatMap(plan => plan.work ?? []);
		const results =
			work.length > 0 ? await parts.checker.check(work, inForce.modules, options) : [];
		const outcomes = await writeResults(
			parts.service.model.bind(parts.service) as never,
			planned,
			results,
			parts.neighbours
		);
		checked.outcomes.push(...outcomes);
		checked.unchanged += planned.length - work.length;
		checked.failures.push(
			...results.flatMap(({ failures }) =>
				failures.map(({ rule, itemId, reason }) => `${rule} on ${itemId}: ${reason}`)
			)
		);
		await tell(ctx, outcomes);
	}
	return checked;
}

async function tell(ctx: Ctx<unknown>, outcomes: readonly Outcome[]) {
	for (const { itemId, opened, closed, score } of outcomes)
		if (opened + closed > 0)
			await ctx.emit(FINDINGS_CHANGED.name, { itemId, opened, closed, score });
}

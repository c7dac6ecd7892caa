/** The gate before publishing: holds an item while findings that its policy calls blocking are open. */
import { abilityOf, type Ctx, type Stored } from "lyceum";
import { asSystem } from "../as-system.ts";
import { collectionsOfItems } from "../collections.ts";
import type { ContentItem } from "../library.ts";
import { QualityFinding, type FindingFields } from "../models/finding.model.ts";
import { isHeldBy, policyFor } from "../policies.ts";
import { checkItems, signItems } from "./check-items.ts";
import { rulesInForce, type Parts } from "./item-check.ts";

/** What the plugin `content` asks. */
export interface PublishQuestion {
	itemId: string;
	rev: number;
	item: ContentItem;
	override: string | null;
}

export interface PublishAnswer {
	allowed: boolean;
	reasons: { rule: string; severity: string; message: string; line?: number; passage?: string }[];
	overridden?: boolean;
}

const PASSES: PublishAnswer = { allowed: true, reasons: [] };
/** More than these nobody reads at once. */
const MOST_REASONS = 20;

/** Checks the item as it is now; a waived finding holds nothing, and whoever may override gives a reason. */
export async function answerGate(ctx: Ctx<PublishQuestion>, parts: Parts): Promise<PublishAnswer> {
	const { itemId, item, override } = ctx.params;
	const inForce = await rulesInForce(ctx, parts);
	if (inForce.policies.every(({ gate }) => gate === "none")) return PASSES;
	const collectionIds = await collectionsOfItems(
		asSystem(ctx),
		inForce.policies.flatMap(({ collectionId }) => collectionId ?? [])
	);
	const { gate } = policyFor(inForce.policies, collectionIds.get(itemId) ?? []);
	if (gate === "none") return PASSES;
	await parts.neighbours.refresh(parts.service);
	await signItems([item], parts);
	await checkItems(ctx, [item], inForce, parts, { collectionIds });
	const open = await parts.service
		.model(QualityFinding)
		.find({ itemId, state: { $in: ["open", "assigned", "fixed"] } })
		.lean<(FindingFields & Stored)[]>();
	const reasons = open
		.filter(({ severity }) => isHeldBy(gate, severity))
		.slice(0, MOST_REASONS)
		.map(({ rule, severity, message, line, passage }) => ({
			rule,
			severity,
			message,
			line,
			passage
		}));
	if (reasons.length === 0) return PASSES;
	const overridden = override !== null && abilityOf(ctx).can("override", "QualityPolicy");
	return overridden ? { allowed: true, overridden, reasons } : { allowed: false, reasons };
}

/** Policies: what rules count for which part of the library, and what holds publishing. */
import {
	collection,
	definePlugin,
	visibleTo,
	type CollectionMethods,
	type Ctx,
	type Stored
} from "lyceum";
import { policyScreens } from "./console.ts";
import { itemsOfCollection } from "./library.ts";
import { QualityFinding } from "./models/finding.model.ts";
import { QualityPolicy } from "./models/policy.model.ts";
import type { Policy, RuleSetting } from "./policies.ts";
import {
	effectExample,
	effectOf,
	effectSchema,
	type KnownFinding,
	type PolicyEffect
} from "./policy-effect.ts";
import { SEVERITIES } from "./rules/rule.ts";
import { id } from "./schemas.ts";
import type { DescribedRule } from "./checker/work.ts";

/** A policy as somebody would have it; `id` names the one that it would take the place of. */
interface Draft extends Pick<Policy, "gate" | "glossary"> {
	id?: string;
	collectionId?: string | null;
	rules: (Omit<RuleSetting, "until"> & { until?: string | null })[];
}

const severity = { type: "enum", values: ["off", ...SEVERITIES] } as const;
const moment = {
	type: "string",
	pattern: /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?$/,
	optional: true,
	nullable: true
} as const;

export default definePlugin<CollectionMethods>({
	name: "qualityPolicies",
	path: "/quality/policies",
	console: [policyScreens],
	mixins: [
		collection(QualityPolicy, {
			only: ["list", "get", "create", "replace", "update", "remove", "history"]
		})
	],

	actions: {
		preview: {
			rest: "POST /preview",
			can: "read",
			params: {
				id: { ...id, optional: true },
				collectionId: { ...id, optional: true, nullable: true },
				gate: { type: "enum", values: ["none", ...SEVERITIES], default: "none" },
				glossary: {
					type: "array",
					max: 2000,
					default: [],
					items: { type: "string", max: 80 }
				},
				rules: {
					type: "array",
					max: 200,
					default: [],
					items: {
						type: "object",
						strict: true,
						props: {
							rule: { type: "string", max: 100 },
							severity,
							reason: { type: "string", max: 500, optional: true },
							until: moment
						}
					}
				}
			},
			limit: { points: 120, seconds: 60 },
			summary: "Tell what a policy would change, without saving it",
			description:
				"Worked out on the open findings that the caller may read; `id` names the policy that it would take the place of.",
			returns: { schema: effectSchema, status: 200, example: effectExample },
			example: { gate: "error", rules: [{ rule: "text/spelling", severity: "error" }] },
			async handler(ctx: Ctx<Draft>): Promise<PolicyEffect> {
				const { id: replaced, collectionId } = ctx.params;
				const [policies, { data: rules }, items] = await Promise.all([
					this.model(QualityPolicy).find({}).lean<(Policy & Stored)[]>(),
					ctx.call<{ data: DescribedRule[] }>("quality.rules"),
					collectionId ? itemsOfCollection(ctx, collectionId) : null
				]);
				const findings = await this.model(QualityFinding)
					.find(
						{
							$and: [
								visibleTo(ctx, "read", "QualityFinding"),
								{ state: { $in: ["open", "assigned", "fixed"] } }
							]
						},
						{ rule: 1, severity: 1, passage: 1, itemId: 1, collectionIds: 1 }
					)
					.lean<KnownFinding[]>();
				const after = policies.filter(({ _id }) => _id !== replaced);
				return effectOf({
					findings: items ? within(findings, collectionId!, new Set(items)) : findings,
					before: policies,
					after: [...after, policyOf(ctx.params)],
					rules
				});
			}
		}
	}
});

function policyOf({ collectionId = null, gate, glossary, rules }: Draft): Policy {
	const dated = rules.map(rule => ({ ...rule, until: rule.until ? new Date(rule.until) : null }));
	return { name: "", collectionId, gate, glossary, rules: dated };
}

/** The findings in the items of a collection, which may have come into it after their last check. */
function within(findings: KnownFinding[], collectionId: string, items: ReadonlySet<string>) {
	return findings
		.filter(({ itemId }) => items.has(itemId))
		.map(finding => ({
			...finding,
			collectionIds: [...new Set([...finding.collectionIds, collectionId])]
		}));
}

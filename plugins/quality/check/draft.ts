/** Checks a text that is being written: the rules say what they would say of it, and nothing is kept. */
import { listOf, objectOf, type Action, type Ctx, type ServiceMembers, type Stored } from "lyceum";
import { asSystem } from "../as-system.ts";
import { collectionsOfItems } from "../collections.ts";
import { KINDS } from "../item.ts";
import { readItem, type ContentItem } from "../library.ts";
import { QualityFinding, type FindingFields } from "../models/finding.model.ts";
import { SEVERITIES, type Finding } from "../rules/rule.ts";
import { id, text, whole } from "../schemas.ts";
import { planItems, rulesInForce, severityUnder, type Parts } from "./item-check.ts";
import { withKeys } from "./reconcile.ts";

interface CheckDraft {
	itemId: string;
	draft: Omit<ContentItem, "id" | "rev">;
}

const line = { type: "string", max: 20_000, optional: true } as const;
const lines = {
	type: "array",
	items: { type: "string", max: 500 },
	max: 50,
	optional: true
} as const;
const rows = { type: "array", items: { type: "object" }, max: 200, optional: true } as const;

const fix = objectOf({
	field: text,
	start: whole,
	end: whole,
	expected: text,
	replacement: text
});

const findingSchema = objectOf(
	{
		rule: text,
		severity: { type: "string", enum: [...SEVERITIES] },
		field: text,
		line: whole,
		passage: text,
		message: text,
		advice: text,
		fix
	},
	["fix"]
);

export const draft: Action = {
	rest: "POST /drafts",
	can: "create",
	params: {
		itemId: id,
		draft: {
			type: "object",
			props: {
				kind: { type: "enum", values: [...KINDS] },
				title: line,
				summary: line,
				body: { ...line, max: 200_000 },
				objectives: lines,
				topics: lines,
				level: line,
				language: line,
				licence: line,
				source: line,
				questionType: line,
				stem: line,
				options: rows,
				pairs: rows,
				answer: { type: "object", optional: true },
				explanation: line,
				exerciseId: line,
				attachments: rows,
				questions: rows
			}
		}
	},
	limit: { points: 120, seconds: 60 },
	summary: "Check the text of an item as it is being written, without keeping anything",
	description: "The rules and severities are those of the item; what was waived is left out.",
	returns: {
		status: 200,
		schema: { title: "QualityDraft", ...objectOf({ data: listOf(findingSchema) }) },
		example: {
			data: [
				{
					rule: "text/spelling",
					severity: "warning",
					field: "body",
					line: 1,
					passage: "recieve",
					message: '"recieve" is not in the dictionary',
					advice: 'Write "receive"',
					fix: {
						field: "body",
						start: 4,
						end: 11,
						expected: "recieve",
						replacement: "receive"
					}
				}
			]
		}
	},
	example: {
		itemId: "65f0c0ffee65f0c0ffee65f0",
		draft: { kind: "lesson", title: "Greetings", body: "You recieve a greeting." }
	},
	handler(this: { parts: Parts }, ctx: Ctx<CheckDraft>) {
		return checkDraft(ctx, this.parts);
	}
};

async function checkDraft(ctx: Ctx<CheckDraft>, parts: Parts) {
	const { itemId, draft: written } = ctx.params;
	// Whoever may not read the item learns nothing of its surroundings either.
	const { rev } = await readItem(ctx, itemId);
	const inForce = await rulesInForce(ctx, parts);
	const collectionIds = await collectionsOfItems(
		asSystem(ctx),
		inForce.policies.flatMap(({ collectionId }) => collectionId ?? [])
	);
	const item: ContentItem = { ...written, id: itemId, rev };
	const [plan] = await planItems([item], inForce, parts, { collectionIds, anew: true });
	if (!plan?.work) return { data: [] };
	const [result] = await parts.checker.check([plan.work], inForce.modules);
	const waived = await waivedKeys(parts.service, itemId);
	const open = withKeys(result?.findings ?? []).filter(([key]) => !waived.has(key));
	return { data: open.map(([, finding]) => shown(finding, plan.policy)) };
}

async function waivedKeys(service: Pick<ServiceMembers, "model">, itemId: string) {
	const found = await service
		.model(QualityFinding)
		.find({ itemId, state: "waived" }, { key: 1, waiver: 1 })
		.lean<(Pick<FindingFields, "key" | "waiver"> & Stored)[]>();
	const now = new Date();
	const inForce = found.filter(({ waiver }) => !waiver?.until || waiver.until > now);
	return new Set(inForce.map(({ key }) => key));
}

function shown(
	{ ruleVersion: _version, itemId: _item, ...finding }: Finding,
	policy: Parameters<typeof severityUnder>[0]
) {
	return { ...finding, severity: severityUnder(policy, finding.rule, finding.severity) };
}

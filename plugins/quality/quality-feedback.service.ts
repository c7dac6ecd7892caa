/** What learners say, grouped into findings of those who write. */
import {
	collection,
	definePlugin,
	newId,
	type CollectionMethods,
	type Ctx,
	type Stored
} from "lyceum";
import { feedbackScreens } from "./console.ts";
import { readItem, rightsOf, type ContentItem } from "./library.ts";
import { QualityFeedback, type FeedbackFields } from "./models/feedback.model.ts";
import { QualityFinding, type FindingFields } from "./models/finding.model.ts";
import type { Severity } from "./rules/rule.ts";
import type { Settings } from "./settings.ts";

/** So many who say the same make a warning of a hint. */
const WARNING_FROM = 3;

const feedback = collection(QualityFeedback, {
	only: ["list", "get", "create"],
	owner: "authorId",
	async prepare(document, { ctx, operation }) {
		if (operation !== "create") return;
		const item = await readItem(ctx, String(document.itemId));
		Object.assign(document, rightsOf(item));
	}
});
const { create } = feedback.actions;

type Said = FeedbackFields & { id: string };

export default definePlugin<CollectionMethods, Settings>({
	name: "qualityFeedback",
	path: "/quality/feedback",
	console: [feedbackScreens],
	mixins: [feedback],

	actions: {
		create: {
			...create,
			limit: { points: 10, seconds: 600 },
			async handler(ctx: Ctx<never>) {
				const said = (await create.handler.call(this, ctx)) as Said;
				await group(this, ctx, said);
				return said;
			}
		}
	}
});

/** Puts what was said with what others said of the same passage; enough of it is a finding. */
async function group(
	service: { model: CollectionModel; settings: Settings },
	ctx: Ctx<unknown>,
	said: Said
) {
	if (said.kind === "praise") return;
	const key = `feedback/${said.kind}|${(said.passage ?? "").trim().toLowerCase().replace(/\s+/g, " ").slice(0, 120)}`;
	const findings = service.model(QualityFinding);
	const known = await findings
		.findOne({ itemId: said.itemId, key })
		.lean<FindingFields & Stored>();
	const same = {
		itemId: said.itemId,
		kind: said.kind,
		...(said.passage ? { passage: said.passage } : {})
	};
	const reports = known
		? known.reports + 1
		: await service.model(QualityFeedback).countDocuments(same);
	if (reports < service.settings.feedbackPerFinding) return;
	const severity: Severity = reports >= WARNING_FROM ? "warning" : "info";
	const findingId = known?._id ?? newId();
	const message = `${reports === 1 ? "A learner says" : `${reports} learners say`} that this is ${WORDS[said.kind]}`;
	const $set = {
		severity,
		message,
		reports,
		seenAt: new Date(),
		...(known?.state === "closed" && { state: "open" as const })
	};
	if (known) await findings.updateOne({ _id: findingId }, { $set });
	else
		await findings.create([
			{
				...newFinding(await readItem(ctx, said.itemId), said, key),
				...$set,
				_id: findingId
			} as never
		]);
	await service.model(QualityFeedback).updateOne({ _id: said.id }, { $set: { findingId } });
}

type CollectionModel = import("lyceum").ServiceMembers["model"];

const WORDS: Record<FeedbackFields["kind"], string> = {
	wrong: "wrong",
	unclear: "unclear",
	outdated: "outdated",
	typo: "misspelt",
	broken: "broken",
	offensive: "offensive",
	other: "not good",
	praise: "good"
};

function newFinding(item: ContentItem, { kind, passage = "" }: Said, key: string) {
	const at = passage ? (item.body ?? "").indexOf(passage) : -1;
	return {
		key,
		itemId: item.id,
		itemTitle: item.title,
		itemRev: item.rev,
		collectionIds: [],
		rule: `feedback/${kind}`,
		ruleVersion: 1,
		field: item.stem ? "stem" : "body",
		line: at < 0 ? 1 : item.body!.slice(0, at).split("\n").length,
		passage,
		advice: "Read what they say, and change the passage or close the finding",
		state: "open",
		reopened: 0,
		...rightsOf(item)
	};
}

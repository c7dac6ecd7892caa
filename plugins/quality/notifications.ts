/** Whom the plugin tells what: owners of new findings in their items, and people of tasks that they were given. */
import { defineNotification, notify, type Ctx, type ServiceMembers } from "lyceum";
import { QualityItem } from "./models/item-state.model.ts";
import type { Outcome } from "./check/write-results.ts";

const text = (description: string) => ({ type: "string", description });
const whole = (description: string) => ({ type: "integer", minimum: 1, description });

export const NEW_FINDINGS = defineNotification<{ title: string; findings: number; items: number }>(
	"quality.newFindings",
	{
		description: "A monitor has found something in your content",
		title: "New findings in your content",
		body: "“{title}” and others: {findings} new findings in {items} items.",
		channels: { socket: true, mail: false },
		schema: {
			type: "object",
			properties: {
				title: text("The first of the items"),
				findings: whole("How many findings are new"),
				items: whole("In how many items they are")
			},
			required: ["title", "findings", "items"]
		}
	}
);

export const TASK_GIVEN = defineNotification<{ message: string; title: string }>(
	"qualityFindings.taskGiven",
	{
		description: "Somebody made a finding your task",
		title: "A finding is your task",
		body: "“{title}”: {message}.",
		channels: { socket: true, mail: true },
		schema: {
			type: "object",
			properties: { message: text("What is wrong"), title: text("The item") },
			required: ["message", "title"]
		}
	}
);

/** Tells each owner once of what a check has found in the items that are theirs. */
export async function tellOwners(
	ctx: Ctx<unknown>,
	model: ServiceMembers["model"],
	checkId: string,
	outcomes: readonly Outcome[]
): Promise<void> {
	const opened = new Map(
		outcomes.filter(each => each.opened > 0).map(each => [each.itemId, each.opened])
	);
	const items = await model(QualityItem)
		.find(
			{ _id: { $in: [...opened.keys()] }, ownerId: { $exists: true } },
			{ title: 1, ownerId: 1 }
		)
		.lean<{ _id: string; title: string; ownerId: string }[]>();
	for (const [ownerId, own] of Map.groupBy(items, item => item.ownerId)) {
		const findings = own.reduce((sum, { _id }) => sum + opened.get(_id)!, 0);
		await notify(ctx, NEW_FINDINGS, {
			to: ownerId,
			values: { title: own[0]!.title, findings, items: own.length },
			about: { collection: "content", id: own[0]!._id },
			key: `${checkId}:${ownerId}`
		});
	}
}

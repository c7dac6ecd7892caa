/** The gate before publishing: whoever answers the hook may hold an item back, see the README. */
import { askHook, defineHook, type Ctx } from "lyceum";
import { errors } from "./errors.ts";
import type { ContentItem } from "./item.ts";

export interface PublishQuestion {
	itemId: string;
	rev: number;
	/** The working copy, as it would be published. */
	item: ContentItem & { id: string };
	/** Why the caller wants to publish all the same; null when it did not say so. */
	override: string | null;
}

export interface HeldReason {
	rule: string;
	severity: string;
	message: string;
	line?: number;
	passage?: string;
}

/** A reason as the problem's `errors` list it. */
export type HeldProblem = HeldReason & { pointer: string; by: string };

export interface PublishAnswer {
	allowed: boolean;
	reasons: HeldReason[];
	/** True when it was allowed for the override's sake alone. */
	overridden?: boolean;
}

export const PUBLISH_CHECK = defineHook<PublishQuestion, PublishAnswer>(
	"content.publish.check",
	"Whether an item may be published as it is"
);

/** Asks every gate; throws `CONTENT_HELD` when one holds the item. Tells whether an override was needed. */
export async function passGates(ctx: Ctx<unknown>, question: PublishQuestion): Promise<boolean> {
	const answers = await askHook(ctx, PUBLISH_CHECK, question).catch(error => {
		throw errors.GATE_UNAVAILABLE({}, error);
	});
	const gates = answers.filter(({ answer }) => !answer.allowed);
	if (gates.length > 0) {
		throw errors.HELD({
			by: gates.map(({ by }) => by),
			errors: gates.flatMap(({ by, answer }) =>
				answer.reasons.map(reason => ({ pointer: "", by, ...reason }))
			)
		});
	}
	return answers.some(({ answer }) => answer.overridden);
}

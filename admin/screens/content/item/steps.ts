/** The way of an item from draft to published and on: which steps may be taken, by whom. */
import { subject } from "@casl/ability";
import { useRules } from "../../../layout/usePermitted.ts";
import type { Item, Status } from "../item.ts";

export const STEPS = ["submit", "approve", "reject", "publish", "archive"] as const;
export type StepName = (typeof STEPS)[number];

const FROM: Record<StepName, Status[]> = {
	submit: ["draft", "archived"],
	approve: ["inReview"],
	reject: ["inReview", "approved"],
	// Where nothing has to be reviewed, a draft is published as it is: the server knows.
	publish: ["approved", "draft", "inReview"],
	archive: ["draft", "inReview", "approved", "published"]
};

/** The steps that the reader may take with an item as it is now. */
export function useSteps(item: Item): StepName[] {
	const ability = useRules();
	const known = subject("ContentItem", { ...item });
	return STEPS.filter(step => FROM[step].includes(item.status) && ability.can(step, known));
}

/** Whether the reader may do something with an item. */
export function useMay(item: Item): (action: string) => boolean {
	const ability = useRules();
	return action => ability.can(action, subject("ContentItem", { ...item }));
}

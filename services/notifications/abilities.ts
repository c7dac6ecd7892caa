/**
 * Everybody's notifications are their own: a rule that takes away keeps administrators, who may do everything else,
 * from those of others, so that lists, sockets and counts need no special case.
 */
import { defineAbilities, type AbilityRule } from "../../mixins/index.ts";

const subject = "Notification";

/** Stands for the caller's id in a rule. */
// oxlint-disable-next-line no-template-curly-in-string
const CALLER = "${user.id}";

const own: AbilityRule[] = [
	{ action: ["read", "update", "delete"], subject, conditions: { userId: CALLER } }
];

const notOthers: AbilityRule = {
	action: "manage",
	subject,
	conditions: { userId: { $ne: CALLER } },
	inverted: true,
	reason: "Notifications are their user's alone"
};

export const abilities = defineAbilities({ student: own, teacher: own, admin: [notOthers] });

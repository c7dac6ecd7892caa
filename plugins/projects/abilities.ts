/**
 * Who may do what with a project. Roles of the system make no difference, apart from administrators, who
 * may do everything: a project is seen by its owner and its members alone, see the README.
 */
import { defineAbilities, type AbilityRule } from "lyceum";
import type { Role } from "./project.model.ts";

const subject = "Project";

/** Stands for the caller's id in a rule. */
// oxlint-disable-next-line no-template-curly-in-string
const CALLER = "${user.id}";

/** Everything that is not about people. */
const CONTENT = ["name", "description", "status", "tags", "startsOn", "dueOn"];

const signedIn: AbilityRule[] = [
	{ action: "create", subject },
	{
		action: ["read", "update", "delete", "transfer"],
		subject,
		conditions: { ownerId: CALLER }
	},
	{ action: "read", subject, conditions: { "members.userId": CALLER } },
	{ action: "update", subject, fields: CONTENT, conditions: memberAs("editor", "manager") },
	{ action: "update", subject, fields: ["members"], conditions: memberAs("manager") }
];

export const abilities = defineAbilities({ student: signedIn, teacher: signedIn });

function memberAs(...roles: Role[]) {
	return { members: { $elemMatch: { userId: CALLER, role: { $in: roles } } } };
}

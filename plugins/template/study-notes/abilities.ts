/** Who may do what with a study note. Administrators may do everything without a rule. */
import { defineAbilities, type AbilityRule } from "lyceum";

const subject = "StudyNote";

const signedIn: AbilityRule[] = [
	{ action: "create", subject },
	{
		action: ["read", "update", "delete", "share"],
		subject,
		// oxlint-disable-next-line no-template-curly-in-string -- the kernel puts the caller's id here
		conditions: { ownerId: "${user.id}" }
	},
	{ action: "read", subject, conditions: { sharedAt: { $exists: true } } }
];

export const abilities = defineAbilities({ student: signedIn, teacher: signedIn });

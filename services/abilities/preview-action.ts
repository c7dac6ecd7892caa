/** The action that tells what rules of a role would do before they are saved, and what is wrong with them. */
import type {
	AbilityRule,
	Action,
	Ctx,
	InputProblem,
	JsonSchema,
	LyceumBroker
} from "../../mixins/index.ts";
import { GUEST_ROLE } from "../users/roles.ts";
import { roleChanges, type Holders, type RoleChange } from "./role-effect.ts";
import { ruleProblems } from "./role-problems.ts";
import { MAX_ROLE_LENGTH, MAX_RULES } from "./role.model.ts";
import type { Rules, StoredRole } from "./rules.ts";
import { subjectsOf } from "./subjects.ts";

const MAX_NAMED = 5;

interface NamedUser {
	id: string;
	name?: string;
	email?: string;
}

interface UserPage {
	total: number;
	data: NamedUser[];
}

interface RolePreview {
	problems: InputProblem[];
	users: { total: number; first: { id: string; name: string }[] };
	changes: RoleChange[];
}

const text: JsonSchema = { type: "string" };
const count: JsonSchema = { type: "integer", minimum: 0 };
const extent: JsonSchema = {
	type: "object",
	properties: {
		documents: { ...text, enum: ["all", "some", "none"] },
		fields: {
			anyOf: [{ type: "array", items: text }, { type: "null" }],
			description: "The fields that are allowed; null for all of them"
		}
	},
	required: ["documents", "fields"]
};

const schema: JsonSchema = {
	title: "RolePreview",
	type: "object",
	properties: {
		problems: {
			type: "array",
			description: "What a save would be refused for; there are no changes then",
			items: {
				type: "object",
				properties: {
					pointer: text,
					message: text,
					value: {},
					expected: text
				},
				required: ["pointer", "message"]
			}
		},
		users: {
			type: "object",
			description: "Who has the role and is active",
			properties: {
				total: count,
				first: {
					type: "array",
					items: {
						type: "object",
						properties: { id: text, name: text },
						required: ["id", "name"]
					}
				}
			},
			required: ["total", "first"]
		},
		changes: {
			type: "array",
			description:
				"What changes for those who have it; with no users, for whoever gets it, and of `guest` for whoever is not signed in",
			items: {
				type: "object",
				properties: {
					subject: text,
					actions: { type: "array", items: text },
					before: extent,
					after: extent,
					users: count
				},
				required: ["subject", "actions", "before", "after", "users"]
			}
		}
	},
	required: ["problems", "users", "changes"]
};

const example: RolePreview = {
	problems: [],
	users: { total: 1, first: [{ id: "65f0c0ffee65f0c0ffee65f0", name: "Ada Lovelace" }] },
	changes: [
		{
			subject: "User",
			actions: ["read"],
			before: { documents: "none", fields: null },
			after: { documents: "some", fields: ["name"] },
			users: 1
		}
	]
};

/** Makes the action; administrators alone may ask, because the answer tells of rules and users. */
export function previewAction(rules: Rules): Action {
	return {
		rest: "POST /preview",
		can: { action: "explain", subject: "Access" },
		summary: "Check the rules of a role, and tell what they would change, without saving them",
		description:
			"`name` is that of the role whose stored rules they would take the place of, or of a new one.",
		params: {
			name: { type: "string", max: MAX_ROLE_LENGTH, default: "" },
			rules: {
				type: "array",
				max: MAX_RULES,
				items: {
					type: "object",
					props: {
						action: "any",
						subject: "any",
						conditions: "any|optional",
						fields: { type: "array", items: "string|max:100", optional: true },
						inverted: "boolean|optional",
						reason: "string|max:500|optional"
					}
				}
			}
		},
		limit: { points: 120, seconds: 60 },
		returns: { schema, status: 200, example },
		example: {
			name: "grader",
			rules: [{ action: "read", subject: "User", fields: ["name"] }]
		},
		async handler(ctx: Ctx<StoredRole>): Promise<RolePreview> {
			const broker = ctx.broker as LyceumBroker;
			const draft = { name: ctx.params.name, rules: ctx.params.rules.map(plainRule) };
			const known = subjectsOf(broker, rules);
			const problems = ruleProblems(draft.rules, known);
			const users = await usersWith(ctx, draft.name);
			if (problems.length > 0) return { problems, users, changes: [] };
			const holders = await holdersOf(broker, draft.name);
			return { problems, users, changes: roleChanges(rules, known, draft, holders) };
		}
	};
}

/** A rule as it is stored: what else was sent with it says nothing. */
function plainRule({ action, subject, conditions, fields, inverted }: AbilityRule): AbilityRule {
	return {
		action,
		subject,
		...(conditions && { conditions }),
		...(fields && { fields }),
		...(inverted && { inverted })
	};
}

/** How many they are, and the first of them by name, as far as the caller may read users. */
async function usersWith(ctx: Ctx<unknown>, role: string): Promise<RolePreview["users"]> {
	if (role === "" || role === GUEST_ROLE) return { total: 0, first: [] };
	const { total, data } = await ctx.call<UserPage, object>("users.list", {
		filter: { roles: role, isActive: "true" },
		pageSize: String(MAX_NAMED),
		sort: "email"
	});
	return { total, first: data.map(({ id, name, email }) => ({ id, name: name ?? email ?? id })) };
}

/** Those who have the role, by all the roles that they have; without any, whoever gets it. */
async function holdersOf(broker: LyceumBroker, role: string): Promise<Holders[]> {
	const users = broker.kernel.connection.collection("users");
	const groups = await users
		.aggregate<{ _id: string[]; users: number }>([
			{ $match: { roles: role, isActive: true } },
			{ $group: { _id: "$roles", users: { $sum: 1 } } }
		])
		.toArray();
	if (groups.length === 0) return [{ roles: [role], users: 0 }];
	return groups.map(({ _id, users: count }) => ({ roles: _id, users: count }));
}

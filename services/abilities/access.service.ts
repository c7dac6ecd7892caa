/**
 * Access, explained: who may do what, and which rule says so. For administrators alone, because rules
 * and what they decide tell of documents that others may not see.
 */
import {
	defineService,
	documentErrors,
	requestErrors,
	type Caller,
	type Ctx,
	type JsonSchema,
	type LyceumBroker,
	type Query
} from "../../mixins/index.ts";
import { GUEST } from "../kernel/runtime.ts";
import { GUEST_ROLE } from "../users/roles.ts";
import { explain, type Explanation } from "./explain.ts";
import type { Rules } from "./rules.ts";
import { subjectsOf, type KnownSubject } from "./subjects.ts";

interface Explain {
	user: string;
	action: string;
	subject: string;
	id?: string;
	field?: string;
}

interface User {
	id: string;
	roles: string[];
	isActive: boolean;
}

const text: JsonSchema = { type: "string" };
const rule: JsonSchema = {
	type: "object",
	properties: {
		action: {},
		subject: {},
		conditions: { type: "object", additionalProperties: true },
		fields: { type: "array", items: text },
		inverted: { type: "boolean" },
		reason: text
	}
};

const considered: JsonSchema = {
	type: "object",
	properties: {
		role: text,
		source: { ...text, description: "The service that brings the rule, or `roles`" },
		rule,
		applies: { type: "boolean", description: "Whether its conditions hold" }
	},
	required: ["role", "source", "rule", "applies"]
};

const explanationSchema: JsonSchema = {
	title: "Explanation",
	type: "object",
	properties: {
		user: text,
		roles: { type: "array", items: text },
		allowed: { type: "boolean" },
		reason: { ...text, description: "The answer in words" },
		decidedBy: { anyOf: [considered, { type: "null" }] },
		considered: {
			type: "array",
			items: considered,
			description: "Every rule that speaks about it, the weightiest first"
		}
	},
	required: ["user", "roles", "allowed", "reason", "decidedBy", "considered"]
};

const exampleRule = {
	role: "student",
	source: "projects",
	rule: {
		action: "read",
		subject: "Project",
		conditions: { ownerId: "65f0c0ffee65f0c0ffee65f0" }
	},
	applies: true
};

const explanationExample = {
	user: "65f0c0ffee65f0c0ffee65f0",
	roles: ["student"],
	allowed: true,
	reason: "A rule of projects for the role student allows to read Project",
	decidedBy: exampleRule,
	considered: [exampleRule]
};

const ruleListSchema: JsonSchema = {
	type: "object",
	properties: {
		data: {
			type: "array",
			items: {
				type: "object",
				properties: { role: text, source: text, rules: { type: "array", items: rule } },
				required: ["role", "source", "rules"]
			}
		}
	},
	required: ["data"]
};

export function accessService(rules: Rules) {
	return defineService({
		name: "access",

		actions: {
			explain: {
				rest: "GET /explain",
				can: { action: "explain", subject: "Access" },
				summary: "Say whether a user may do something, and which rule decides it",
				description:
					"`user` is an id, or `guest`; without `id` it is about the action as such.",
				params: {
					user: "string|min:1|max:64",
					action: "string|min:1|max:64",
					subject: "string|min:1|max:64",
					id: "string|min:1|max:64|optional",
					field: "string|min:1|max:100|optional"
				},
				returns: { schema: explanationSchema, example: explanationExample },
				async handler(ctx: Ctx<Explain>) {
					const { user, action, subject, id, field } = ctx.params;
					const known = requireSubject(this.broker, rules, subject);
					requireField(known, field);
					const caller = await callerOf(ctx, user);
					const document = await findDocument(this.broker, known, subject, id);
					const question = { action, subject, field, document };
					const answer = caller
						? explain(rules.abilityOf(caller), question)
						: { ...NOBODY, reason: "The user is not active" };
					return { user, roles: caller?.roles ?? [], ...answer };
				}
			},

			rules: {
				rest: "GET /rules",
				can: { action: "explain", subject: "Access" },
				summary: "List the rules in force, by source and role",
				description: "A later entry outweighs an earlier one.",
				params: {},
				returns: {
					schema: ruleListSchema,
					example: {
						data: [{ role: "student", source: "projects", rules: [exampleRule.rule] }]
					}
				},
				handler() {
					const data = rules.bySource().flatMap(({ source, rules: byRole }) =>
						Object.entries(byRole).map(([role, list]) => ({
							role,
							source,
							rules: list
						}))
					);
					return { data };
				}
			}
		}
	});
}

const NOBODY: Explanation = { allowed: false, reason: "", decidedBy: null, considered: [] };

/** Who is asked about, as a request would have it; null for a user who is not active. */
async function callerOf(ctx: Ctx<unknown>, user: string): Promise<Caller | null> {
	if (user === GUEST_ROLE) return GUEST;
	const { id, roles, isActive } = await ctx.call<User, object>("users.get", { id: user });
	return isActive ? { id, kind: "user", roles } : null;
}

function requireSubject(broker: LyceumBroker, rules: Rules, subject: string): KnownSubject {
	const subjects = subjectsOf(broker, rules);
	const known = subjects.get(subject);
	if (known) return known;
	const expected = `one of ${[...subjects.keys()].join(", ")}`;
	throw invalid("subject", "is nothing that runs here", subject, expected);
}

function requireField({ fields }: KnownSubject, field: string | undefined) {
	if (field === undefined || fields?.has(field)) return;
	const expected = fields ? `one of ${[...fields].join(", ")}` : "none: it has no fields";
	throw invalid("field", "is not a field", field, expected);
}

async function findDocument(
	broker: LyceumBroker,
	{ collection }: KnownSubject,
	subject: string,
	id: string | undefined
): Promise<Query | undefined> {
	if (id === undefined) return undefined;
	if (collection === null)
		throw invalid("id", "is given", id, "none: there are no documents of this kind");
	const documents = broker.kernel.connection.collection<{ _id: string }>(collection);
	const document = await documents.findOne({ _id: id });
	if (!document) throw documentErrors.NOT_FOUND({ subject, id });
	return document;
}

function invalid(pointer: string, message: string, value: string, expected: string) {
	return requestErrors.INVALID({ errors: [{ pointer, message, value, expected }] });
}

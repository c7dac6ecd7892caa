import { expect } from "chai";
import * as fc from "fast-check";
import {
	buildAbility,
	buildOpenAbility,
	isAllowed,
	type AbilityRule
} from "../../../../mixins/ability.ts";
import type { Field } from "../../../../mixins/collection/fields.ts";
import { represent } from "../../../../mixins/collection/represent.ts";
import type { StoredDocument, Target } from "../../../../mixins/collection/target.ts";
import type { LoggedChange } from "../../../../services/audit/change-log.ts";
import type { Connection } from "../../../../services/realtime/connection.ts";
import { deliveriesOf } from "../../../../services/realtime/deliveries.ts";
import { Group, type Topic } from "../../../../services/realtime/group.ts";
import type { Source } from "../../../../services/realtime/subscription.ts";

const USERS = ["u1", "u2", "u3", null] as const;
const FIELDS = ["owner", "members", "level", "secret"];

const subject = "Thing";
const field = (path: string): Field => ({ path, storePath: path, kind: "string", array: false });
const readable = {
	subject,
	fields: new Map(["id", "rev", ...FIELDS].map(path => [path, field(path)])),
	hiddenPaths: []
};

const user = fc.constantFrom("u1", "u2", "u3", "u4");
const CALLER = "${user.id}";

const leaf: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
	fc.constant({ owner: CALLER }),
	fc.constant({ owner: { $ne: CALLER } }),
	fc.constant({ owner: { $eq: CALLER } }),
	fc.constant({ members: CALLER }),
	fc.constant({ "people.userId": CALLER }),
	fc.constant({ owner: { $in: ["u1", CALLER] } }),
	fc.constant({ members: { $nin: [CALLER] } }),
	fc.constant({ people: { $elemMatch: { userId: CALLER, role: "editor" } } }),
	fc.constant({ owner: { $not: { $eq: CALLER } } }),
	fc.constant({ owner: { $gte: CALLER } }),
	fc.record({ level: fc.integer({ min: 0, max: 3 }) }),
	fc.record({ level: fc.record({ $gte: fc.integer({ min: 0, max: 3 }) }) }),
	fc.constant({ secret: { $exists: true } })
);

const { conditions } = fc.letrec<{ conditions: Record<string, unknown> }>(tie => ({
	conditions: fc.oneof(
		{ maxDepth: 2, withCrossShrink: true },
		leaf,
		fc.record({ $and: fc.array(tie("conditions"), { minLength: 1, maxLength: 2 }) }),
		fc.record({ $or: fc.array(tie("conditions"), { minLength: 1, maxLength: 2 }) }),
		fc.record({ $nor: fc.array(tie("conditions"), { minLength: 1, maxLength: 2 }) })
	)
}));

const rule: fc.Arbitrary<AbilityRule> = fc.record(
	{
		action: fc.constantFrom("read", "manage", "update"),
		subject: fc.constantFrom(subject, "all", "Other"),
		conditions,
		fields: fc.subarray(FIELDS, { minLength: 1 }),
		inverted: fc.boolean()
	},
	{ requiredKeys: ["action", "subject"] }
);

const document: fc.Arbitrary<StoredDocument> = fc
	.record(
		{
			owner: user,
			members: fc.array(user, { maxLength: 3 }),
			people: fc.array(
				fc.record({ userId: user, role: fc.constantFrom("editor", "viewer") }),
				{ maxLength: 2 }
			),
			level: fc.integer({ min: 0, max: 3 }),
			secret: fc.constantFrom("x", "y")
		},
		{ requiredKeys: [] }
	)
	.map(own => ({ _id: "d1", rev: 1, ...own }) as unknown as StoredDocument);

type Filter = Pick<Topic, "query" | "dependsOn">;

const filter = fc.constantFrom<Filter>(
	{ query: {}, dependsOn: [] },
	{ query: { level: { $gte: 2 } }, dependsOn: ["level"] },
	{ query: { secret: "x" }, dependsOn: ["secret"] }
);

describe("what subscribers are told of a change", () => {
	it("is what each may read, worked out for each alone", () => {
		fc.assert(
			fc.property(
				fc.array(rule, { maxLength: 5 }),
				fc.option(document),
				fc.option(document),
				filter,
				(rules, before, after, { query, dependsOn }) => {
					const told = tell(rules, before, after, { query, dependsOn });
					for (const id of USERS)
						expect(told.get(id) ?? null, String(id)).to.deep.equal(
							expected(rules, before, after, { query, dependsOn }, id)
						);
				}
			),
			{ numRuns: 3000 }
		);
	});
});

type Maybe = StoredDocument | null;

/** What each user is told, as a group works it out. */
function tell(rules: AbilityRule[], before: Maybe, after: Maybe, { query, dependsOn }: Filter) {
	const asked = { collection: "things", id: null, filter: undefined, since: null };
	const topic = {
		id: "t1",
		collection: "things",
		documentId: null,
		query,
		dependsOn,
		cost: 0,
		asked
	};
	const group = new Group(topic, ["role"]);
	for (const id of USERS) {
		const caller = { id, kind: id === null ? "guest" : "user", roles: ["role"] };
		group.add({ id: "t1", source: {} as Source, connection: { caller } as Connection });
	}
	const change = { collection: "things", documentId: "d1", position: 7, before, after };
	const deliveries = deliveriesOf(change as LoggedChange, group, readable, {
		openAbilityOf: () => buildOpenAbility(rules),
		abilityOf: caller => buildAbility(rules, caller)
	});
	const told = new Map<string | null, object>();
	for (const { frame, subscriptions } of deliveries) {
		for (const { connection } of subscriptions) {
			expect(told.has(connection.caller.id), "is told once").to.equal(false);
			told.set(connection.caller.id, frame);
		}
	}
	return told;
}

/** What one user must be told: found with its own ability, document by document. */
function expected(
	rules: AbilityRule[],
	before: Maybe,
	after: Maybe,
	{ query, dependsOn }: Filter,
	id: string | null
) {
	const kind = id === null ? ("guest" as const) : ("user" as const);
	const ability = buildAbility(rules, { id, kind, roles: ["role"] });
	const matches = buildAbility([{ action: "read", subject, conditions: query }], {
		id,
		kind,
		roles: []
	});
	const isSeen = (seen: Maybe) =>
		seen !== null &&
		isAllowed(matches, "read", subject, seen) &&
		isAllowed(ability, "read", subject, seen) &&
		dependsOn.every(path => isAllowed(ability, "read", subject, seen, path));
	const [was, is] = [isSeen(before), isSeen(after)];
	if (!was && !is) return null;
	const frame = { subscription: "t1", id: "d1", position: 7 };
	if (!is) return { ...frame, type: "removed" };
	const shown = represent(readable as unknown as Target, ability, after!);
	return { ...frame, type: was ? "updated" : "created", document: shown };
}

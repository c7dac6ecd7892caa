import { expect } from "chai";
import * as fc from "fast-check";
import type { Document } from "mongodb";
import type { Query } from "../../../../mixins/index.ts";
import type { StoredDocument } from "../../../../mixins/collection/target.ts";
import type { Connection } from "../../../../services/realtime/connection.ts";
import type { Group, Topic } from "../../../../services/realtime/group.ts";
import { Groups } from "../../../../services/realtime/groups.ts";
import type { Source, Subscription } from "../../../../services/realtime/subscription.ts";
import { documents, path, scalar } from "../../../support/random-documents.ts";

const collection = "things";
const ROLES = [["student"], ["teacher"]];

let topics = 0;

function topicOf(query: Query, documentId: string | null = null, cost = 0): Topic {
	const asked = { collection, id: documentId, filter: undefined, since: null };
	return { id: `t${topics++}`, collection, documentId, query, dependsOn: [], cost, asked };
}

/** What filters are made of, see `parseFilter`. */
const test = fc.oneof(
	fc.record({ $eq: scalar }),
	fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }),
	fc.record({ $ne: scalar }),
	fc.record({ $nin: fc.array(scalar, { maxLength: 3 }) }),
	fc.record({ $gte: scalar }),
	fc.record({ $regex: fc.constantFrom("x", "y"), $options: fc.constant("i") }),
	fc.constant({ $exists: true, $ne: null })
);

const condition = fc.tuple(fc.oneof(path, fc.constant("_id")), test).map(([key, value]) => ({
	[key]: value
}));

const query: fc.Arbitrary<Query> = fc.oneof(
	fc.constant({}),
	condition,
	fc.array(condition, { minLength: 2, maxLength: 3 }).map($and => ({ $and }))
);

const topic = fc
	.tuple(query, fc.option(fc.constantFrom("0", "1"), { freq: 3 }))
	.map(([own, documentId]) => topicOf(own, documentId));

const document = documents.map(([first]) => first!);

/** Two forms of a document, of which one may be missing. */
const change = fc
	.record({
		documentId: fc.constantFrom("0", "1", "2"),
		before: fc.option(document),
		after: fc.option(document)
	})
	.map(({ documentId, before, after }) => ({
		collection,
		documentId,
		before: withId(before, documentId),
		after: withId(after, documentId)
	}));

function withId(form: Document | null, _id: string): StoredDocument | null {
	return form && ({ ...form, _id } as unknown as StoredDocument);
}

type Change = Parameters<Groups["about"]>[0];

const subscription = { connection: { caller: { id: "u1" } } as Connection, id: "s1" };
const member = { ...subscription, source: {} as Source } satisfies Subscription;

/** What is found is asked as well, so that more may be found than is concerned, and never less. */
function isConcerned(group: Group, { documentId, before, after }: Change) {
	const { documentId: wanted } = group.topic;
	const isAbout = wanted === null || wanted === documentId;
	return isAbout && (group.accepts(before) || group.accepts(after));
}

function namesOf(groups: Group[]) {
	return groups.map(({ topic: { id }, roles }) => `${id} ${String(roles)}`).toSorted();
}

describe("the groups that a change concerns", () => {
	it("are found as if each was asked, also when some have gone", () => {
		const several = fc.array(topic, { minLength: 1, maxLength: 12 });
		const gone = fc.array(fc.nat({ max: 11 }), { maxLength: 6 });
		fc.assert(
			fc.property(several, gone, fc.array(change, { minLength: 4 }), (own, left, changes) => {
				const groups = new Groups();
				const all = own.flatMap(one => ROLES.map(roles => groups.ensure(one, roles)));
				const stay = all.filter((_, place) => !left.includes(place));
				for (const group of stay) group.add(member);
				for (const group of all) groups.tidy(group);
				for (const one of changes) {
					const found = groups.about(one);
					const concerned = (all: Group[]) =>
						namesOf(all.filter(group => isConcerned(group, one)));
					expect(concerned(found)).to.deep.equal(concerned(stay));
					expect(namesOf(stay), "none that has gone").to.include.members(namesOf(found));
				}
				for (const group of stay) {
					group.remove(member);
					groups.tidy(group);
				}
				expect(groups.has(collection)).to.equal(false);
			}),
			{ numRuns: 800 }
		);
	});

	it("are looked up, not asked, when each waits for a value of its own", () => {
		const groups = new Groups();
		const [status, at] = [{ status: { $eq: "active" } }, new Date(5)];
		for (let number = 0; number < 1000; number++) {
			groups.ensure(topicOf({ name: { $eq: `n${number}` } }), []);
			groups.ensure(topicOf({ $and: [status, { rank: { $eq: number } }] }), []);
			groups.ensure(topicOf({ "members.userId": { $in: [`u${number}`, "x"] } }), []);
			groups.ensure(topicOf({}, `d${number}`), []);
		}
		const dated = groups.ensure(topicOf({ at: { $eq: at } }), []);
		const about = (own: object) =>
			groups.about({
				collection,
				documentId: "d7",
				before: null,
				after: { _id: "d7", ...own } as unknown as StoredDocument
			});
		expect(about({})).to.have.length(1);
		expect(about({ name: "n7" })).to.have.length(2);
		// All but the first are found by what they share with no other.
		expect(about({ status: "active" })).to.have.length(2);
		expect(about({ status: "active", rank: 9 })).to.have.length(3);
		expect(about({ members: [{ userId: "u3" }, { userId: "u4" }] })).to.have.length(3);
		expect(about({ at: new Date(5) })).to.include(dated);
	});

	it("come with the cheapest filter first, whichever way they are found", () => {
		const groups = new Groups();
		const pattern = { name: { $regex: "n", $options: "i" } };
		groups.ensure(topicOf(pattern, null, 5), []);
		groups.ensure(topicOf({ name: { $eq: "n1" } }, null, 1), []);
		groups.ensure(topicOf({}), []);
		const after = { _id: "d1", name: "n1" } as unknown as StoredDocument;
		const found = groups.about({ collection, documentId: "d1", before: null, after });
		expect(found.map(({ topic: { cost } }) => cost)).to.deep.equal([0, 1, 5]);
	});
});

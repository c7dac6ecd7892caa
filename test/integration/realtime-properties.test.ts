/**
 * People with different rights listen to one collection through different doors, while documents and rights change
 * and they come and go: each is told of what it may read, exactly, and never of a field, an id or a document more.
 */
import { expect } from "chai";
import * as fc from "fast-check";
import { buildAbility, isAllowed, type AbilityRule } from "../../mixins/ability.ts";
import { isRestricted } from "../../mixins/collection/access.ts";
import { createClient, type Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { eventStreamDoor, Listener, socketDoor, type Told } from "../support/listener.ts";
import { waitUntil } from "../support/wait-until.ts";

/** Each run is a life of three listeners with a few dozen changes. */
const RUNS = 8;
const ROLES = ["left", "right"];
const FIELDS = ["title", "level", "score", "tags", "members", "pinned"];
const subject = "Note";
// oxlint-disable-next-line no-template-curly-in-string
const CALLER = "${user.id}";

/** A document that everybody may read: whoever is told of it was told of all before it. */
const MARK = { title: "mark", level: "high" };
const seesMarks: AbilityRule = { action: "read", subject, conditions: { title: MARK.title } };

/** A listener with the number of its role. */
type Member = Listener & { role: number };

type Document = Record<string, unknown> & { id: string };

interface Change {
	id: string;
	before: Document | null;
	after: Document | null;
}

const conditions = fc.constantFrom<Record<string, unknown>>(
	{ "members.userId": CALLER },
	{ members: { $elemMatch: { userId: CALLER, role: "editor" } } },
	{ "members.userId": { $ne: CALLER } },
	{ level: "high" },
	{ level: { $in: ["low", "middle"] } },
	{ score: { $gte: 50 } },
	{ $or: [{ pinned: true }, { "members.userId": CALLER }] },
	{ tags: "x" }
);
const rule: fc.Arbitrary<AbilityRule> = fc.record(
	{
		action: fc.constant("read"),
		subject: fc.constant(subject),
		conditions,
		fields: fc.subarray(FIELDS, { minLength: 1 }),
		inverted: fc.boolean()
	},
	{ requiredKeys: ["action", "subject"] }
);
const rules = fc.array(rule, { minLength: 1, maxLength: 4 });

/** The user of a member is the number of a listener. */
const content = fc.record(
	{
		title: fc.constantFrom("a", "b", "c"),
		level: fc.constantFrom("low", "middle", "high"),
		score: fc.constantFrom(0, 50, 100),
		tags: fc.subarray(["x", "y"]),
		pinned: fc.boolean(),
		members: fc.array(
			fc.record({ user: fc.nat({ max: 2 }), role: fc.constantFrom("reader", "editor") }),
			{ maxLength: 2 }
		)
	},
	{ requiredKeys: ["title", "level"] }
);
const write = fc.record({
	kind: fc.constantFrom("create", "change", "change", "remove"),
	which: fc.nat({ max: 20 }),
	content
});

type Write = typeof write extends fc.Arbitrary<infer T> ? T : never;

/** A time in which rights stay what they are and nobody comes. */
const epoch = fc.record({
	rules: fc.option(fc.tuple(rules, rules)),
	away: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
	writes: fc.array(write, { minLength: 1, maxLength: 8 })
});

describe("what listeners are told through the doors", function () {
	this.timeout(180_000);
	let app: TestKernel;
	let admin: Client;
	let roles: { id: string; rules: AbilityRule[] }[];
	let listeners: Member[];
	let documents: Document[];

	before(async () => {
		app = await startTestKernel({ fixtures: ["notes"] });
		admin = await app.as("admin");
		roles = await Promise.all(ROLES.map(makeRole));
		// One after the other: few passwords are hashed at a time.
		const one = await makeUser("one", 0);
		const two = await makeUser("two", 1);
		const three = await makeUser("three", 1);
		const collection = "notes";
		listeners = [
			listener(0, new Listener(one, { collection }, socketDoor)),
			listener(1, new Listener(two, { collection, filter: { level: "high" } }, socketDoor)),
			listener(1, new Listener(three, { collection }, eventStreamDoor))
		];
		for (const one of listeners) await one.come();
		documents = [];
	});

	after(async () => {
		for (const one of listeners ?? []) one.leave();
		await app.stop();
	});

	it("is what each may read then, neither more nor less", async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(epoch, { minLength: 2, maxLength: 4 }), async epochs => {
				for (const { rules: next, away, writes } of epochs) {
					if (next) await setRules(next);
					for (const [index, one] of listeners.entries()) if (away[index]) one.leave();
					const changes: Change[] = [];
					const told = listeners.map(one => one.told.length);
					for (const one of writes) changes.push(...(await make(one)));
					changes.push(...(await mark()));
					for (const one of listeners) if (one.isAway) await one.come();
					for (const [index, one] of listeners.entries())
						await check(one, told[index]!, changes);
				}
			}),
			{ numRuns: RUNS, endOnFailure: true }
		);
	});

	function listener(role: number, made: Listener) {
		return Object.assign(made, { role });
	}

	async function makeRole(name: string) {
		const { status, body } = await admin.post("/roles", { name, rules: [seesMarks] });
		expect(status, JSON.stringify(body)).to.equal(201);
		return { id: body.id as string, rules: [seesMarks] };
	}

	async function makeUser(name: string, role: number) {
		const account = { email: `${name}@lyceum.test`, password: "Another-staple-8-lamp" };
		const { body: user } = await admin.post("/users", { ...account, roles: [ROLES[role]] });
		const { status, body } = await app.guest.post("/auth/login", account);
		expect(status, JSON.stringify(body)).to.equal(200);
		return createClient(app.url, body.access_token as string, user.id as string);
	}

	/** The last rule outweighs the others, so that marks are always seen. */
	async function setRules(next: AbilityRule[][]) {
		for (const [index, own] of next.entries()) {
			const role = roles[index]!;
			role.rules = [...own, seesMarks];
			const { status, text } = await admin.patch(`/roles/${role.id}`, { rules: role.rules });
			expect(status, text).to.equal(200);
		}
	}

	async function mark(): Promise<Change[]> {
		const { body } = await admin.post<Document>("/notes", MARK);
		return [{ id: body.id, before: null, after: body }];
	}

	async function make({ kind, which, content: given }: Write): Promise<Change[]> {
		const body = { ...given, ...(given.members && { members: given.members.map(memberOf) }) };
		const before = documents[which % documents.length];
		if (kind === "create" || !before) {
			const { status, body: after, text } = await admin.post<Document>("/notes", body);
			expect(status, text).to.equal(201);
			documents.push(after);
			return [{ id: after.id, before: null, after }];
		}
		documents = documents.filter(({ id }) => id !== before.id);
		if (kind === "remove") {
			expect((await admin.delete(`/notes/${before.id}`)).status).to.equal(204);
			return [{ id: before.id, before, after: null }];
		}
		const answer = await admin.patch<Document>(`/notes/${before.id}`, body);
		expect(answer.status, answer.text).to.equal(200);
		documents.push(answer.body);
		return answer.body.rev === before.rev
			? []
			: [{ id: before.id, before, after: answer.body }];
	}

	function memberOf({ user, role }: { user: number; role: string }) {
		return { userId: listeners[user]!.client.id, role };
	}

	async function check(one: Member, from: number, changes: Change[]) {
		const last = changes.at(-1)!.id;
		await waitUntil("the mark is told", () =>
			one.told.slice(from).some(({ id }) => id === last)
		);
		const told = one.told.slice(from).map(({ type, id, document }) => ({ type, id, document }));
		expect(told).to.deep.equal(changes.flatMap(change => expectedOf(one, change)));
	}

	function expectedOf(one: Member, { id, before, after }: Change) {
		const [was, is] = [isSeen(one, before), isSeen(one, after)];
		if (is) return [{ type: was ? "updated" : "created", id, document: shown(one, after!) }];
		return was ? [{ type: "removed", id, document: undefined }] : [];
	}

	/** It is one of those that were asked for, and the listener may know that. */
	function isSeen(one: Member, document: Document | null) {
		if (document === null || !mayRead(one, document)) return false;
		return Object.entries(one.topic.filter ?? {}).every(
			([field, value]) => document[field] === value && mayRead(one, document, field)
		);
	}

	function shown(one: Member, document: Document) {
		return Object.fromEntries(
			Object.entries(document).filter(
				([field]) => !isRestricted(field) || mayRead(one, document, field)
			)
		) as Told["document"];
	}

	function mayRead({ client, role }: Member, document: Document, field?: string) {
		const caller = { id: client.id, kind: "user" as const, roles: [ROLES[role]!] };
		return isAllowed(
			buildAbility(roles[role]!.rules, caller),
			"read",
			subject,
			document,
			field
		);
	}
});

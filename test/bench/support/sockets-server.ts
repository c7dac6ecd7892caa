/**
 * A kernel whose Socket.IO door is measured, on the embedded store in a folder of its own. It makes its users
 * in the store itself: ten thousand passwords would take an hour. Arguments: the folder of its bundled plugins, and
 * the address of another store, if it is not to use its own.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { Session as Inspector } from "node:inspector/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { newId, type Caller } from "../../../mixins/index.ts";
import type { AuthThis } from "../../../services/auth/identity.ts";
import { signToken } from "../../../services/auth/tokens.ts";
import { readConfig } from "../../../services/kernel/config.ts";
import { startKernel } from "../../../services/kernel/kernel.ts";
import { trimMemory } from "../../../services/kernel/trim-memory.ts";
import { serveParent } from "./child.ts";
import { waitedForCore } from "./cpu.ts";

/** One write, and when it was committed, in milliseconds of the machine's clock. */
export interface Committed {
	id: string;
	at: number;
}

/** Writes, and for each the CPU time that it took and the time that the kernel waited for a core, in milliseconds. */
export interface Changed {
	cost: number;
	waited: number;
	written: Committed[];
}

interface NewUsers {
	count: number;
	role?: string;
}

interface Change {
	count: number;
	/** So many of the first users have them in turn. */
	owners: number;
	description?: string;
}

const HOUR_MS = 3_600_000;
const INSERT_AT_ONCE = 1000;

const [pluginsDir = "", mongoUrl] = process.argv.slice(2);
const dataDir = await mkdtemp(path.join(tmpdir(), "lyceum-bench-"));
const { broker, runtime, url, stop } = await startKernel(
	readConfig({
		PORT: "0",
		DATA_DIR: dataDir,
		...(mongoUrl !== undefined && { MONGO_URL: mongoUrl }),
		PLUGINS_DIR: pluginsDir,
		LOG_LEVEL: "error",
		RATE_LIMITS: "off",
		ADMIN_EMAIL: "root@lyceum.test",
		ADMIN_PASSWORD: "Correct-horse-7-battery"
	})
);
const people: Caller[] = [];
const inspector = new Inspector();

serveParent(
	url,
	{},
	{ makeUsers, held, resident, announce, change, profile, profiled },
	async () => {
		await stop();
		await rm(dataDir, { recursive: true, force: true });
	}
);

/** What the process holds once V8 has given back what it does not need, as it does by itself when all is quiet. */
async function held() {
	await trimMemory();
	return process.memoryUsage();
}

function resident() {
	return process.memoryUsage();
}

/** Makes users who are signed in; answers their access tokens. */
async function makeUsers({ count, role = "student" }: NewUsers): Promise<string[]> {
	const auth = broker.getLocalService("auth") as unknown as AuthThis;
	const pairs = Array.from({ length: count }, () => ({ userId: newId(), sessionId: newId() }));
	for (let first = 0; first < count; first += INSERT_AT_ONCE) {
		const some = pairs.slice(first, first + INSERT_AT_ONCE);
		await runtime.connection
			.collection("users")
			.insertMany(some.map(one => userOf(one, role)) as never[]);
		await runtime.connection.collection("sessions").insertMany(some.map(sessionOf) as never[]);
	}
	for (const { userId: id } of pairs) people.push({ id, kind: "user", roles: [role] });
	return pairs.map(pair => signToken(pair, auth.identity.keys.signing));
}

function userOf({ userId }: { userId: string }, role: string) {
	return {
		_id: userId,
		email: `${userId}@lyceum.test`,
		roles: [role],
		isActive: true,
		plan: "free",
		emailVerified: true,
		...newDocument()
	};
}

function sessionOf({ userId, sessionId }: { userId: string; sessionId: string }) {
	return {
		_id: sessionId,
		userId,
		device: "Bench on Linux",
		userAgent: "bench",
		address: "127.0.0.1",
		lastUsedAt: new Date(),
		provedAt: new Date(),
		expiresAt: new Date(Date.now() + HOUR_MS),
		cookieHash: sessionId,
		csrfHash: sessionId,
		cookieExpiresAt: new Date(Date.now() + HOUR_MS),
		...newDocument()
	};
}

function newDocument() {
	return { rev: 1, createdAt: new Date(), updatedAt: new Date() };
}

/** Writes what everybody may read. */
function announce({ number }: { number: number }): Promise<Committed> {
	const exercise = {
		title: `Exercise ${number}`,
		description: "What is to be done, in a sentence or two of the usual length.",
		topic: "arithmetic",
		difficulty: "beginner",
		language: "python",
		status: "published",
		expectedOutput: "3"
	};
	return committed("exercises.create", exercise, {
		id: newId(),
		kind: "user",
		roles: ["teacher"]
	});
}

/** Writes documents, each of which one of the first users may read. */
async function change({
	count,
	owners,
	description = "What it is about."
}: Change): Promise<Changed> {
	globalThis.gc?.();
	const [before, waitedBefore] = [process.threadCpuUsage(), waitedForCore()];
	const written: Committed[] = [];
	for (let index = 0; index < count; index++) {
		const project = { name: `Project ${index}`, description };
		written.push(await committed("projects.create", project, people[index % owners]!));
	}
	const { user, system } = process.threadCpuUsage(before);
	const waited = (waitedForCore() - waitedBefore) / count;
	return { cost: (user + system) / 1000 / count, waited, written };
}

async function committed(action: string, params: object, caller: Caller): Promise<Committed> {
	let at = 0;
	const release = runtime.onChange(() => (at ||= now()));
	const { id } = await broker.call<{ id: string }, object>(action, params, { meta: { caller } });
	release();
	return { id, at };
}

function now() {
	return Number(process.hrtime.bigint()) / 1e6;
}

async function profile() {
	inspector.connect();
	await inspector.post("Profiler.enable");
	await inspector.post("Profiler.start");
}

/** Ends the profile: the milliseconds that each function itself took, the longest first. */
async function profiled(): Promise<[where: string, milliseconds: number][]> {
	const { profile: found } = await inspector.post("Profiler.stop");
	inspector.disconnect();
	const places = new Map(found.nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
	const times = new Map<string, number>();
	for (const [index, id] of (found.samples ?? []).entries()) {
		const place = places.get(id)!;
		times.set(place, (times.get(place) ?? 0) + (found.timeDeltas?.[index] ?? 0) / 1000);
	}
	return [...times].sort((one, other) => other[1] - one[1]);
}

function placeOf({
	functionName,
	url: file,
	lineNumber
}: {
	functionName: string;
	url: string;
	lineNumber: number;
}) {
	const where = file.replace(/^.*\/(?=[^/]+\/[^/]+$)/, "");
	return `${functionName || "(anonymous)"} ${where}:${lineNumber + 1}`;
}

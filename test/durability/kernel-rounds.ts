/**
 * Kills a kernel in the middle of writes, again and again, and holds what a subscriber and a consumer of a stream
 * were told against what was acknowledged. `npm run test:kernel-kills [rounds] [seed]` is the long form.
 */
import { randomInt } from "node:crypto";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient, type Answer, type Client } from "../support/client.ts";
import { openEventStream, type Sent } from "../support/event-stream.ts";
import { startKernelProcess } from "../support/kernel-process.ts";
import { natsMissing, startNats } from "../support/nats.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { waitUntil } from "../support/wait-until.ts";
import { problemsOf, type Delivered, type Ledger } from "./kernel-findings.ts";

const PROJECT = path.resolve(import.meta.dirname, "../..");
const ADMINISTRATOR = { email: "root@lyceum.test", password: "Correct-horse-7-battery" };
const WRITERS = 4;

/** So many acknowledged writes each round sees before its kill, and so many milliseconds more. */
const FEWEST = 5;
const MOST = 50;
const LATEST_MS = 30;

/** A token outlives the kernel that gave it; a new one costs as much as thirty writes. */
const SIGN_IN_AGAIN_MS = 600_000;

/** Without the launcher, which is a process more to start and to kill. */
const KERNEL: [string, ...string[]] = [process.execPath, "services/main.ts"];

export interface Findings extends Ledger {
	/** What must not be: one line each. */
	problems: string[];
}

interface Rounds {
	rounds: number;
	seed: number;
	/** Null keeps the streams in the store. */
	natsUrl: string | null;
	report?: (line: string) => void;
}

/** One life of the kernel, with who is signed in. */
interface Life {
	kernel: Awaited<ReturnType<typeof startKernelProcess>>;
	admin: Client & { token: string };
}

/** Runs the rounds on one folder. */
export async function killKernels({ rounds, seed, natsUrl, report }: Rounds): Promise<Findings> {
	const folder = await mkdtemp(path.join(tmpdir(), "lyceum-kernel-kills-"));
	const random = seededRandom(seed);
	const signIn = createSignIn();
	const ledger: Ledger = { writes: [], parcels: [], told: [], kills: 0 };
	try {
		await copyPlugins(path.join(folder, "plugins"));
		for (let round = 1; round <= rounds; round++) {
			await liveAndDie(await begin(folder, natsUrl, signIn), ledger, random);
			report?.(`kill ${round} of ${rounds}: ${ledger.writes.length} writes`);
		}
		return await findings(await begin(folder, natsUrl, signIn), ledger);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function copyPlugins(target: string) {
	await cp(path.join(PROJECT, "plugins/projects"), path.join(target, "projects"), {
		recursive: true
	});
	await cp(path.join(PROJECT, "test/fixtures/plugins/courier"), path.join(target, "courier"), {
		recursive: true
	});
}

async function begin(folder: string, natsUrl: string | null, signIn: SignIn): Promise<Life> {
	const environment = {
		DATA_DIR: path.join(folder, "data"),
		PLUGINS_DIR: path.join(folder, "plugins"),
		RATE_LIMITS: "off",
		LOG_LEVEL: "fatal",
		NODE_ID: "mortal",
		ADMIN_EMAIL: ADMINISTRATOR.email,
		ADMIN_PASSWORD: ADMINISTRATOR.password,
		...(natsUrl !== null && { NATS_URL: natsUrl })
	};
	const kernel = await startKernelProcess(PROJECT, environment, KERNEL);
	const token = await signIn(kernel.url);
	return { kernel, admin: { ...createClient(kernel.url, token), token } };
}

type SignIn = (url: string) => Promise<string>;

/** Signs in now and then; in between the token is the same. */
function createSignIn(): SignIn {
	let known = { token: "", at: -Infinity };
	return async url => {
		const now = performance.now();
		if (now - known.at < SIGN_IN_AGAIN_MS) return known.token;
		const { body } = await createClient(url).post("/auth/login", ADMINISTRATOR);
		known = { token: body.access_token as string, at: now };
		return known.token;
	};
}

/** Writes and listens, until the kernel is killed at a random moment. */
async function liveAndDie({ kernel, admin }: Life, ledger: Ledger, random: () => number) {
	const stream = await subscribe(admin, ledger);
	const enough = ledger.writes.length + FEWEST + Math.floor(random() * (MOST - FEWEST));
	const rest = random() * LATEST_MS;
	const writers = Array.from({ length: WRITERS }, (_, writer) =>
		writeOn(admin, `${ledger.kills} ${writer}`, ledger)
	);
	await waitUntilWritten(ledger, enough, Promise.all(writers));
	await new Promise(resolve => setTimeout(resolve, rest));
	await kernel.end("SIGKILL");
	ledger.kills++;
	await Promise.all([...writers, stream.over]);
	ledger.told.push(stream.told);
}

async function waitUntilWritten(ledger: Ledger, enough: number, writers: Promise<unknown>) {
	let areOver = false;
	void writers.then(() => (areOver = true));
	await waitUntil("enough is written", () => areOver || ledger.writes.length >= enough);
	if (areOver) throw new Error("The writers lost the kernel before it was killed");
}

/** Goes on where the last life ended; the first one begins with the log. */
function subscribe({ url, token }: Life["admin"], { told }: Ledger) {
	const lastEventId = told.flat().findLast(({ id }) => id !== undefined)?.id ?? "0";
	return openEventStream(url, "collection=projects", { token, lastEventId });
}

/** Changes a project of its own and sends parcels, and notes what was acknowledged, until it cannot. */
async function writeOn(admin: Client, writer: string, ledger: Ledger) {
	try {
		const made = await acknowledged(admin.post("/projects", { name: `${writer}.0` }));
		const id = made.id as string;
		ledger.writes.push({ id, rev: made.rev as number });
		for (let n = 1; ; n++) {
			const name = `${writer}.${n}`;
			const { rev } = await acknowledged(admin.patch(`/projects/${id}`, { name }));
			ledger.writes.push({ id, rev: rev as number });
			await acknowledged(admin.post("/courier", { key: writer, payload: { n } }));
			ledger.parcels.push({ key: writer, n });
		}
	} catch (error) {
		// A lost connection is what is waited for; a refusal is not.
		if (!(error instanceof TypeError)) throw error;
	}
}

async function acknowledged(answering: Promise<Answer>): Promise<Record<string, unknown>> {
	const { status, body } = await answering;
	if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
	return body;
}

/** The log is told in order: once the mark is, everything before it was. */
async function findings({ kernel, admin }: Life, ledger: Ledger): Promise<Findings> {
	try {
		const stream = await subscribe(admin, ledger);
		const mark = await acknowledged(admin.post("/projects", { name: "mark" }));
		await waitUntil("the mark is told", () => stream.told.some(isAbout(mark.id)));
		stream.close();
		ledger.told.push(stream.told);
		const parcel = { key: "mark", payload: { n: 0 } };
		await acknowledged(admin.post("/courier", parcel));
		let delivered: Delivered[] = [];
		await waitUntil("all parcels are delivered", async () => {
			delivered = (await admin.get<Delivered[]>("/courier/deliveries")).body;
			const there = new Set(delivered.map(({ key, n }) => `${key} ${n}`));
			return [...ledger.parcels, { key: "mark", n: 0 }].every(({ key, n }) =>
				there.has(`${key} ${n}`)
			);
		});
		return { ...ledger, problems: problemsOf(ledger, delivered) };
	} finally {
		await kernel.end("SIGKILL");
	}
}

function isAbout(id: unknown) {
	return ({ event, data }: Sent) => event === "change" && data.id === id;
}

async function main(rounds: number, seed: number) {
	const nats = natsMissing() === null ? await startNats() : null;
	console.log(`seed ${seed}`);
	for (const natsUrl of [null, ...(nats ? [nats.url] : [])]) {
		console.log(natsUrl === null ? "streams in the store" : "streams on JetStream");
		const { problems, writes, parcels } = await killKernels({
			rounds,
			seed,
			natsUrl,
			report: console.log
		});
		console.log(`${writes.length} writes and ${parcels.length} parcels were acknowledged`);
		for (const problem of problems) console.log(problem);
		if (problems.length > 0) process.exitCode = 1;
	}
	await nats?.close();
}

if (import.meta.main)
	await main(Number(process.argv[2] ?? 50), Number(process.argv[3] ?? randomInt(2 ** 31)));

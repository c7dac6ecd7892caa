/**
 * `npm run bench:start`: from the start of the process to the first answer, on an empty store, and what an
 * idle kernel holds. It counts as answered when it says that it is ready, and the exercises must be there then.
 * The first start after an install compiles everything and is not counted.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { KERNEL_FLAGS } from "./support/kernel-flags.ts";
import { atMost, percentile, printTable } from "./support/table.ts";

const ROUNDS = Number(process.argv[2] ?? 5);
const IDLE_MS = 10_000;
const ADMINISTRATOR = { username: "bench@example.org", password: "Correct-horse-7-battery" };
const MAIN = path.resolve(import.meta.dirname, "../../services/main.ts");
const COMPILE_CACHE = path.resolve(import.meta.dirname, "../../node_modules/.cache/lyceum");

interface Start {
	/** Until it said that it is ready. */
	wait: number;
	/** Until the exercises were listed, for which somebody has to sign in: a password is compared. */
	listed: number;
	/** CPU time of all threads until then. */
	cpu: number;
	/** Resident memory once it has done nothing for a while, in megabytes. */
	idle: number;
}

async function measure(idleMs: number): Promise<Start> {
	const dataDir = await mkdtemp(path.join(tmpdir(), "lyceum-bench-start-"));
	const startedAt = performance.now();
	const child = spawn(process.execPath, [...KERNEL_FLAGS, MAIN], {
		// What was compiled before is where `npm start` keeps it.
		env: {
			DATA_DIR: dataDir,
			PORT: "0",
			LOG_LEVEL: "fatal",
			CONSOLE_BUILD: "off",
			ADMIN_EMAIL: ADMINISTRATOR.username,
			ADMIN_PASSWORD: ADMINISTRATOR.password,
			NODE_COMPILE_CACHE: COMPILE_CACHE
		},
		stdio: ["ignore", "pipe", "inherit"]
	});
	const exit = once(child, "exit");
	try {
		const url = await addressOf(child.stdout);
		const { ok } = await fetch(`${url}/health/ready`);
		if (!ok) throw new Error("The kernel is not ready");
		const wait = performance.now() - startedAt;
		const cpu = cpuOf(child.pid!);
		await requireExercises(url);
		const listed = performance.now() - startedAt;
		await setTimeout(idleMs);
		return { wait, listed, cpu, idle: residentOf(child.pid!) };
	} finally {
		child.kill("SIGTERM");
		await exit;
		await rm(dataDir, { recursive: true });
	}
}

async function requireExercises(url: string) {
	const signedIn = await fetch(`${url}/api/v1/auth/login`, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify(ADMINISTRATOR)
	});
	const { access_token: token } = (await signedIn.json()) as { access_token: string };
	const answer = await fetch(`${url}/api/v1/exercises`, {
		headers: { Authorization: `Bearer ${token}` }
	});
	const { total } = (await answer.json()) as { total?: number };
	if (!total) throw new Error(`The exercises are not there: ${answer.status}`);
}

/** What the kernel says goes on being read: it would end with a pipe that nobody holds. */
function addressOf(stdout: Readable): Promise<string> {
	let told = "";
	return new Promise((resolve, reject) => {
		stdout.on("data", chunk => {
			told += String(chunk);
			const [, url] = /answers at (\S+)/.exec(told) ?? [];
			if (url) resolve(url);
		});
		stdout.once("end", () => reject(new Error("The kernel did not start")));
	});
}

/** User and system time, which the kernel of Linux counts in hundredths of a second. */
function cpuOf(pid: number) {
	const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

function residentOf(pid: number) {
	const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))!;
	return Number(kilobytes) / 1024;
}

const first = await measure(0);
const starts: Start[] = [];
for (let round = 0; round < ROUNDS; round++) starts.push(await measure(IDLE_MS));
const median = (key: keyof Start) =>
	percentile(
		starts.map(start => start[key]),
		0.5
	);
const kept = printTable([
	atMost("start to first answer, median", median("wait"), 1500, "ms"),
	{
		what: "start to a list, with a sign-in, median",
		figure: `${Math.round(median("listed"))} ms`
	},
	{ what: "the first of all", figure: `${Math.round(first.wait)} ms` },
	{ what: "CPU until then, median", figure: `${Math.round(median("cpu"))} ms` },
	atMost("resident after 10 s of nothing, median", median("idle"), 220, "MB"),
	{
		what: "the machine at the end: above its cores, times tell little",
		figure: `load ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores`
	}
]);
process.exitCode = kept ? 0 : 1;

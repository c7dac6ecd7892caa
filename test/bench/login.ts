/**
 * `npm run bench:login`: a storm of sign-ins (right, wrong and for names that nobody has) beside other requests:
 * how long those take without it and with it, and whether every try is answered in time. Limits are off, because
 * all of this comes from one machine; what bounds the work is the queue for the password workers.
 * Arguments: tries a second, seconds, other requests a second.
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { startChild } from "./support/child.ts";
import { sendSteadily, type LoadRequest, type LoadResult } from "./support/load.ts";
import { atMost, percentile, printTable, round, type Line } from "./support/table.ts";

const TRIES_PER_SECOND = Number(process.argv[2] ?? 20);
const SECONDS = Number(process.argv[3] ?? 30);
const OTHERS_PER_SECOND = Number(process.argv[4] ?? 100);
const ACCOUNTS = 8;
const WARM_UP_MS = 3000;
const QUIET_MS = 10_000;

const PASSWORD = "Another-staple-8-lamp";
const ANSWERS = ["200", "401", "429"];

const pluginsDir = await mkdtemp(path.join(tmpdir(), "lyceum-bench-plugins-"));
await cp(
	path.resolve(import.meta.dirname, "../../plugins/projects"),
	path.join(pluginsDir, "projects"),
	{ recursive: true }
);
const kernel = await startChild(path.join(import.meta.dirname, "support/kernel-server.ts"), [
	pluginsDir
]);
try {
	await prepare();
	await sendSteadily(kernel.url, OTHERS_PER_SECOND, other, setTimeout(WARM_UP_MS));
	const quiet = await sendSteadily(kernel.url, OTHERS_PER_SECOND, other, setTimeout(QUIET_MS));
	const [storm, beside] = await Promise.all([
		sendSteadily(kernel.url, TRIES_PER_SECOND, login, setTimeout(SECONDS * 1000)),
		sendSteadily(kernel.url, OTHERS_PER_SECOND, other, setTimeout(SECONDS * 1000))
	]);
	process.exitCode = printTable([...othersLines(quiet, beside), ...triesLines(storm)]) ? 0 : 1;
} finally {
	await kernel.stop();
	await rm(pluginsDir, { recursive: true, force: true });
}

/** People who can sign in, and something to read for the others. */
async function prepare() {
	const { admin, annId } = kernel.info as { admin: string; annId: string };
	await kernel.ask("fill", { count: 1000, ownerId: annId });
	for (let index = 0; index < ACCOUNTS; index++) {
		const response = await fetch(`${kernel.url}/api/v1/users`, {
			method: "POST",
			headers: { authorization: `Bearer ${admin}`, "content-type": "application/json" },
			body: JSON.stringify({ email: nameOf(index), password: PASSWORD })
		});
		if (response.status !== 201) throw new Error(await response.text());
	}
}

/** Every fourth try has a wrong password, and every fourth a name that nobody has. */
function login(index: number): LoadRequest {
	const kind = index % 4;
	const email = kind === 3 ? `nobody${index}@lyceum.test` : nameOf(index >> 2);
	const password = kind === 1 ? "Wrong-guess-7-again" : PASSWORD;
	return {
		method: "POST",
		path: "/api/v1/auth/login",
		// Each from another address, because a name and an address are locked out after some wrong tries.
		headers: { "x-forwarded-for": `198.18.${(index >> 8) & 255}.${index & 255}` },
		body: JSON.stringify({ email, password })
	};
}

function nameOf(index: number) {
	return `person${index % ACCOUNTS}@lyceum.test`;
}

function other(index: number): LoadRequest {
	const route = index % 2 ? "/api/v1/auth/me" : `/api/v1/projects?page=${(index % 20) + 1}`;
	return { path: route, headers: { authorization: `Bearer ${kernel.info.ann}` } };
}

function othersLines(quiet: LoadResult, beside: LoadResult): Line[] {
	const failed = beside.times.length - (beside.statuses["200"] ?? 0);
	return [
		{ what: `other requests alone, ${OTHERS_PER_SECOND}/s`, figure: describe(quiet.times) },
		{ what: `other requests in the storm`, figure: describe(beside.times) },
		atMost("other requests in the storm, p99", percentile(beside.times, 0.99), 50, "ms"),
		atMost("other requests in the storm that failed", failed, 0, "")
	];
}

function triesLines({ statuses, times }: LoadResult): Line[] {
	const strange = Object.entries(statuses).filter(([status]) => !ANSWERS.includes(status));
	const shown = Object.entries(statuses).map(([status, count]) => `${count} × ${status}`);
	return [
		{
			what: `tries to sign in, ${TRIES_PER_SECOND}/s for ${SECONDS} s`,
			figure: shown.join(", ")
		},
		{
			what: "tries answered otherwise than with 200, 401 or 429",
			figure: String(strange.length),
			budget: "0",
			ok: strange.length === 0
		},
		{ what: "tries to sign in, time", figure: describe(times) },
		atMost("tries to sign in, slowest", Math.max(...times) / 1000, 5, "s")
	];
}

function describe(times: number[]) {
	const [p50, p99, slowest] = [
		percentile(times, 0.5),
		percentile(times, 0.99),
		Math.max(...times)
	];
	return `p50 ${round(p50)} ms, p99 ${round(p99)} ms, slowest ${round(slowest)} ms`;
}

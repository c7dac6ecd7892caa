/**
 * `npm run bench:login-timing`: does the time of a refused login tell whether the account exists? Tries for an
 * unknown name and with a wrong password take turns, in random order within each pair, so that what else the machine
 * does falls on both alike. The noise is what remains of the difference of medians when the two of each pair are swapped
 * at random (a permutation test: nothing is taken for granted about how times are distributed).
 */
import { availableParallelism, loadavg } from "node:os";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { atMost, percentile, printTable, round } from "./support/table.ts";

const PAIRS = Number(process.argv[2] ?? 200);
const WARM_UP_PAIRS = 5;
const SHUFFLES = 10_000;

/** Of a hundred runs without any difference, one would be more than this share of the shuffles. */
const NOISE_SHARE = 0.99;

const KNOWN = "known@lyceum.test";
const UNKNOWN = "nobody@lyceum.test";

type Pair = { unknown: number; wrong: number };

let addresses = 0;

const kernel = await startTestKernel({ environment: { TRUST_PROXY: "loopback" } });
try {
	await kernel.as("known");
	for (let pair = 0; pair < WARM_UP_PAIRS; pair++) await measurePair(kernel);
	const pairs: Pair[] = [];
	for (let pair = 0; pair < PAIRS; pair++) pairs.push(await measurePair(kernel));
	process.exitCode = report(pairs) ? 0 : 1;
} finally {
	await kernel.stop();
}

async function measurePair({ kernel: { runtime }, guest }: TestKernel): Promise<Pair> {
	// Each pair comes from an address of its own, and nobody is locked out.
	await runtime.connection.collection("lockouts").deleteMany({});
	const address = `198.51.${++addresses >> 8}.${addresses & 255}`;
	const time = async (email: string) => {
		const startedAt = performance.now();
		const body = { email, password: "Wrong-42-Lantern" };
		const { status } = await guest.post("/auth/login", body, { "x-forwarded-for": address });
		if (status !== 401) throw new Error(`The login was answered ${status}`);
		return performance.now() - startedAt;
	};
	if (Math.random() < 0.5) {
		const unknown = await time(UNKNOWN);
		return { unknown, wrong: await time(KNOWN) };
	}
	const wrong = await time(KNOWN);
	return { unknown: await time(UNKNOWN), wrong };
}

function report(pairs: Pair[]): boolean {
	const unknown = pairs.map(pair => pair.unknown);
	const wrong = pairs.map(pair => pair.wrong);
	const difference = Math.abs(differenceOf(pairs));
	const shuffled = Array.from({ length: SHUFFLES }, () =>
		Math.abs(differenceOf(pairs.map(swapped)))
	);
	const noise = percentile(shuffled, NOISE_SHARE);
	const asFar = shuffled.filter(value => value >= difference).length / SHUFFLES;
	console.log(
		`${pairs.length} tries each, ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}\n`
	);
	return printTable([
		{ what: "unknown name, median", figure: `${round(percentile(unknown, 0.5))} ms` },
		{ what: "wrong password, median", figure: `${round(percentile(wrong, 0.5))} ms` },
		{ what: "unknown name, quarter to quarter", figure: spreadOf(unknown) },
		{ what: "wrong password, quarter to quarter", figure: spreadOf(wrong) },
		{ what: "shuffles that differ as much", figure: `${(asFar * 100).toFixed(1)} %` },
		atMost("difference of the medians", difference, Number(noise.toFixed(2)), "ms")
	]);
}

function differenceOf(pairs: Pair[]): number {
	const medianOf = (values: number[]) => percentile(values, 0.5);
	return medianOf(pairs.map(pair => pair.unknown)) - medianOf(pairs.map(pair => pair.wrong));
}

function swapped({ unknown, wrong }: Pair): Pair {
	return Math.random() < 0.5 ? { unknown, wrong } : { unknown: wrong, wrong: unknown };
}

function spreadOf(values: number[]): string {
	return `${round(percentile(values, 0.25))} to ${round(percentile(values, 0.75))} ms`;
}

/**
 * `npm run fuzz`: 20,000 requests made from the OpenAPI document, to a kernel of their own on this machine.
 * `npm run fuzz -- --runs 500 --seed 7` sends the first 500 of seed 7, in the same order and with the same contents.
 */
import { parseArgs } from "node:util";
import { fuzz } from "./support/fuzz/fuzz.ts";

const RUNS = 20_000;

const { values } = parseArgs({
	options: { runs: { type: "string" }, seed: { type: "string" } }
});
const [runs, seed] = [
	numberOf("runs", values.runs, RUNS),
	numberOf("seed", values.seed, Date.now() % 2 ** 31)
];

console.log(`${runs} requests, again with: npm run fuzz -- --runs ${runs} --seed ${seed}`);
const startedAt = performance.now();
const { faults, statuses, succeeded, slowestMs } = await fuzz({ runs, seed });
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
console.log(`${seconds} s, the slowest answer took ${Math.round(slowestMs)} ms`);
console.log(`answers by status: ${JSON.stringify(statuses)}`);
console.log(`operations carried out at least once: ${succeeded.size}`);
console.log(faults.length === 0 ? "nothing is wrong" : `\n${faults.join("\n\n")}`);
process.exit(faults.length === 0 ? 0 : 1);

function numberOf(name: string, value: string | undefined, fallback: number): number {
	if (value === undefined) return fallback;
	if (/^\d{1,9}$/.test(value)) return Number(value);
	console.error(`--${name} is "${value}", expected a whole number`);
	return process.exit(1);
}

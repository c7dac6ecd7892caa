/** `npm run chaos -- [seconds] [seed]`: five minutes of chaos by default; ends with 1 when something is wrong. */
import { randomInt } from "node:crypto";
import { unleash } from "./chaos.ts";

const MAX_SEED = 2 ** 31;

const seconds = Number(process.argv[2] ?? 300);
const seed = Number(process.argv[3] ?? randomInt(MAX_SEED));
const begun = performance.now();
console.log(`Chaos for ${seconds} s with seed ${seed}`);
const { problems, ...outcome } = await unleash(seconds, seed, line =>
	console.log(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${line}`)
);
console.log(outcome);
if (problems.length > 0) {
	console.error(`Not as it must be:\n${problems.join("\n")}`);
	process.exitCode = 1;
} else console.log("Everything is as it must be.");

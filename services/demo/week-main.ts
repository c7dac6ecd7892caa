/** Plays the demo's week in a process of its own, because its clock is set back: `week-main.ts FOLDER`. */
import { enableCompileCache } from "node:module";
import { ADMINISTRATOR } from "./people.ts";
import { findDemo, finishDemo, KEPT_FOR_LONG } from "./kept.ts";
import { PastClock } from "./past-clock.ts";

const DAYS = 7;
const DAY_MS = 86_400_000;

enableCompileCache();
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Usage: week-main.ts FOLDER");
const kept = await findDemo(folder);
if (kept === null) throw new Error(`There is no demo in ${folder}`);

const clock = new PastClock();
const begin = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAYS * DAY_MS;
clock.moveTo(begin + 7 * 3_600_000);
clock.install();

// Loaded once the clock is set: what keeps `Date` for itself would keep the real one.
const [{ readConfig }, { startKernel }, { Stage }, { playWeek }] = await Promise.all([
	import("../kernel/config.ts"),
	import("../kernel/kernel.ts"),
	import("./stage.ts"),
	import("./week/week.ts")
]);

const kernel = await startKernel(
	readConfig({
		PORT: "0",
		DATA_DIR: folder,
		ADMIN_EMAIL: ADMINISTRATOR.email,
		ADMIN_PASSWORD: kept.password,
		CONSOLE_BUILD: "off",
		RATE_LIMITS: "off",
		LOG_LEVEL: "fatal",
		...KEPT_FOR_LONG
	})
);
const stage = new Stage(kernel.broker, clock, begin);
await playWeek(stage, kept.password, line => console.log(line));
await kernel.stop();
await finishDemo(folder, kept);
console.log(`The week is there: ${stage.acts} acts`);
process.exit();

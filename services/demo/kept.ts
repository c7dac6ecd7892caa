/** What the demo keeps beside the kernel's data: the sample users' password, and how far its week has come. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

export interface Kept {
	/** The same for everybody in the demo. */
	password: string;
	/** False while the week is being played: what an end in its midst leaves is thrown away. */
	isWhole: boolean;
}

/** So that nothing of the week is gone at its end, and a demo that is started again still shows it. */
export const KEPT_FOR_LONG = { TASKS_KEEP_DAYS: "90", STREAMS_MAX_DAYS: "90" };

const FILE = "demo.json";

/** The demo that lies in a folder; null where there is none yet. Throws for the data of another kernel. */
export async function findDemo(folder: string): Promise<Kept | null> {
	const file = path.join(folder, FILE);
	if (existsSync(file)) return JSON.parse(await readFile(file, "utf8")) as Kept;
	if (!existsSync(path.join(folder, "store"))) return null;
	throw new Error(
		`--data-dir is "${folder}", which holds the data of another kernel; expected a folder of the demo's own`
	);
}

/** Begins a demo in a folder that holds nothing but, at most, a demo that was not finished. */
export async function beginDemo(folder: string): Promise<Kept> {
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	const kept = { password: drawPassword(), isWhole: false };
	await keep(folder, kept);
	return kept;
}

export async function finishDemo(folder: string, kept: Kept): Promise<Kept> {
	const whole = { ...kept, isWhole: true };
	await keep(folder, whole);
	return whole;
}

function keep(folder: string, kept: Kept) {
	return writeFile(path.join(folder, FILE), JSON.stringify(kept, null, "\t"), { mode: 0o600 });
}

/** Drawn, because whoever reaches the demo may do everything with it; with a part that keeps the rules. */
function drawPassword() {
	return `Demo-${randomBytes(6).toString("hex")}-Week`;
}

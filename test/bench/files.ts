/**
 * `npm run bench:files`: one large file sent by tus through a connection that breaks, and once more as a form, with
 * the memory of the server beside. The bytes must be the same, and memory must not grow with them.
 * Arguments: megabytes, cuts.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { json } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { noise } from "../support/noise.ts";
import { sendCut } from "../support/tus-cuts.ts";
import { startChild } from "./support/child.ts";
import { atMost, printTable, round, type Line } from "./support/table.ts";

const MEGABYTE = 1024 * 1024;
const BYTES = Number(process.argv[2] ?? 5120) * MEGABYTE;
const CUTS = Number(process.argv[3] ?? 10);
const WARM_UP_BYTES = 256 * MEGABYTE;
const LOOK_EVERY_MS = 200;

/** What buffers of the system's and of Node's own may come to. */
const GROWTH_MEGABYTES = 100;

const pluginsDir = await mkdtemp(path.join(tmpdir(), "lyceum-bench-plugins-"));
const kernel = await startChild(path.join(import.meta.dirname, "support/kernel-server.ts"), [
	pluginsDir
]);
const { ann: token, pid } = kernel.info as { ann: string; pid: string };
try {
	const warm = await watched(() => sendCut({ url: kernel.url, token }, WARM_UP_BYTES, 1));
	await remove(warm.result.id);
	const cut = await watched(() => sendCut({ url: kernel.url, token }, BYTES, CUTS));
	const resumed = await fileOf(cut.result.id);
	await remove(cut.result.id);
	const formed = await watched(() => sendForm(BYTES - MEGABYTE));
	const lines: Line[] = [
		{ what: `memory at ${WARM_UP_BYTES / MEGABYTE} MB sent`, figure: `${round(warm.peak)} MB` },
		...sentLines(`tus, ${CUTS} cuts`, cut, BYTES, warm.peak),
		{
			what: "cuts, and the same bytes",
			figure: `${cut.result.cuts}, ${resumed.sha256 === cut.result.sha256 ? "yes" : "no"}`,
			budget: `${CUTS}, yes`,
			ok: cut.result.cuts === CUTS && resumed.sha256 === cut.result.sha256
		},
		...sentLines("one form", formed, BYTES - MEGABYTE, warm.peak)
	];
	process.exitCode = printTable(lines) ? 0 : 1;
} finally {
	await kernel.stop();
	await rm(pluginsDir, { recursive: true, force: true });
}

interface Watched<Result> {
	result: Result;
	seconds: number;
	/** The server's largest resident memory meanwhile, in megabytes. */
	peak: number;
}

function sentLines(what: string, { seconds, peak }: Watched<unknown>, bytes: number, base: number) {
	const megabytes = bytes / MEGABYTE;
	return [
		{
			what: `${megabytes} MB by ${what}`,
			figure: `${round(seconds)} s, ${round(megabytes / seconds)} MB/s`
		},
		{ what: "  largest memory meanwhile", figure: `${round(peak)} MB` },
		atMost("  more than at the beginning", Math.max(0, peak - base), GROWTH_MEGABYTES, "MB")
	];
}

/** Does something and looks at the server's memory all the while. */
async function watched<Result>(work: () => Promise<Result>): Promise<Watched<Result>> {
	let peak = await residentMegabytes();
	const looking = setInterval(() => {
		void residentMegabytes().then(now => (peak = Math.max(peak, now)));
	}, LOOK_EVERY_MS);
	const startedAt = performance.now();
	try {
		const result = await work();
		return { result, peak, seconds: (performance.now() - startedAt) / 1000 };
	} finally {
		clearInterval(looking);
	}
}

async function residentMegabytes(): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, "utf8");
	return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)![1]) / 1024;
}

async function sendForm(bytes: number): Promise<unknown> {
	const sending = request(`${kernel.url}/api/v1/files`, {
		method: "POST",
		headers: {
			authorization: `Bearer ${token}`,
			"content-type": "multipart/form-data; boundary=xx"
		}
	});
	const answered = new Promise<unknown>((resolve, reject) => {
		sending.on("response", response => {
			if (response.statusCode === 201) resolve(json(response));
			else reject(new Error(`The form was answered ${response.statusCode}`));
		});
		sending.on("error", reject);
	});
	await pipeline(Readable.from(form(bytes), { objectMode: false }), sending);
	return answered;
}

async function* form(bytes: number) {
	yield Buffer.from(
		'--xx\r\nContent-Disposition: form-data; name="file"; filename="noise.bin"\r\nContent-Type: application/octet-stream\r\n\r\n'
	);
	yield* noise(0, bytes);
	yield Buffer.from("\r\n--xx--\r\n");
}

async function fileOf(id: string): Promise<{ sha256: string }> {
	const response = await fetch(`${kernel.url}/api/v1/files/${id}`, {
		headers: { authorization: `Bearer ${token}` }
	});
	return (await response.json()) as { sha256: string };
}

async function remove(id: string) {
	await fetch(`${kernel.url}/api/v1/files/${id}`, {
		method: "DELETE",
		headers: { authorization: `Bearer ${token}` }
	});
}

/**
 * `npm run bench:swap`: 50 swaps of a plugin between two versions at 1,000 requests a second through the
 * gateway, every tenth one to a version that does not start; then what 1,000 reloads leave behind.
 */
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { packPlugin, uploadForm, type PluginSource } from "../support/plugin-package.ts";
import { startChild, type Child } from "./support/child.ts";
import { sendSteadily, type LoadRequest } from "./support/load.ts";
import { atMost, percentile, printTable, type Line } from "./support/table.ts";

const RATE = Number(process.argv[2] ?? 1000);
const SWAPS = Number(process.argv[3] ?? 50);
const RELOADS = Number(process.argv[4] ?? 1000);
const CHANGED = 50;
const STEADY_MS = 5000;
const PLUGIN = path.resolve(import.meta.dirname, "../../plugins/exercises");

const pluginsDir = await mkdtemp(path.join(tmpdir(), "lyceum-bench-plugins-"));
const kernel = await startChild(path.join(import.meta.dirname, "support/kernel-server.ts"), [
	pluginsDir
]);
try {
	const source = await exercises();
	await install(kernel, source, 0);
	const lines = [...(await swapUnderLoad(source)), ...(await reloads(source))];
	process.exitCode = printTable(lines) ? 0 : 1;
} finally {
	await kernel.stop();
	await rm(pluginsDir, { recursive: true, force: true });
}

async function swapUnderLoad(source: PluginSource): Promise<Line[]> {
	await sendSteadily(kernel.url, RATE, request, setTimeout(STEADY_MS / 2));
	const steady = await sendSteadily(kernel.url, RATE, request, setTimeout(STEADY_MS));
	const swapping = swapMany(source);
	const swapped = await sendSteadily(kernel.url, RATE, request, swapping);
	const [before, during] = [percentile(steady.times, 0.99), percentile(swapped.times, 0.99)];
	console.log(`answers while swapping: ${JSON.stringify(swapped.statuses)}`);
	console.log(`steady: ${describe(steady.times)}; while swapping: ${describe(swapped.times)}`);
	return [
		...(await swapping),
		atMost(
			`requests that failed, of ${swapped.times.length} at ${RATE}/s`,
			failures(swapped.statuses),
			0,
			""
		),
		atMost("p99 while swapping, against the steady one", during / before, 2, "×"),
		atMost("p99 while swapping", during, 100, "ms")
	];
}

async function swapMany(source: PluginSource): Promise<Line[]> {
	const results = { good: 0, refused: 0 };
	for (let swap = 1; swap <= SWAPS; swap++) {
		const bad = swap % 10 === 0;
		const { status } = await install(kernel, bad ? broken(source) : source, swap);
		if (status === 200) results.good++;
		if (status === 422) results.refused++;
	}
	const expected = Math.floor(SWAPS / 10);
	return [
		{
			what: "swaps that took over",
			figure: String(results.good),
			budget: String(SWAPS - expected),
			ok: results.good === SWAPS - expected
		},
		{
			what: "bad versions that were refused",
			figure: String(results.refused),
			budget: String(expected),
			ok: results.refused === expected
		}
	];
}

async function reloads(source: PluginSource): Promise<Line[]> {
	const name = source.name;
	await kernel.ask("reload", { name, count: 50 });
	const before = await kernel.memory();
	const held = await kernel.ask<Record<string, number>>("held");
	await kernel.ask("reload", { name, count: RELOADS });
	const after = await kernel.memory();
	const still = await kernel.ask<Record<string, number>>("held");
	const perReload = (after.heapUsed - before.heapUsed) / RELOADS / 1024;
	for (let version = 0; version < CHANGED; version++)
		await install(kernel, source, SWAPS + 1 + version);
	const changed = await kernel.memory();
	const bytes =
		Buffer.byteLength(
			Object.entries(source.files!)
				.map(([file, text]) => (/\.(ts|js)$/.test(file) ? text : ""))
				.join("")
		) + source.service!.length;
	const perVersion = (changed.heapUsed - after.heapUsed) / CHANGED;
	const same = ["services", "models", "timers", "handles", "actions"].every(
		key => held[key] === still[key]
	);
	return [
		atMost(`heap kept by a reload of unchanged bytes, of ${RELOADS}`, perReload, 10, "KB"),
		atMost(
			`heap kept by a changed version, against its ${Math.round(bytes / 1024)} KB of source`,
			perVersion / bytes,
			4,
			"×"
		),
		{
			what: "services, models, timers, handles, actions",
			figure: describeHeld(still),
			budget: describeHeld(held),
			ok: same
		}
	];
}

/** The bundled exercises as a package. */
async function exercises(): Promise<PluginSource> {
	const files: Record<string, string> = {};
	for (const file of await readdir(PLUGIN)) {
		const full = path.join(PLUGIN, file);
		if ((await stat(full)).isFile() && file !== "README.md")
			files[file] = await readFile(full, "utf8");
	}
	const { "package.json": manifest = "", ...rest } = files;
	const service = rest["exercises.service.ts"]!;
	delete rest["exercises.service.ts"];
	return {
		name: "exercises",
		service,
		manifest: JSON.parse(manifest) as Record<string, unknown>,
		files: rest
	};
}

/** Installs the source as version `1.<number>.0`, different in its bytes. */
async function install(server: Child, source: PluginSource, number: number) {
	const version = `1.${number}.0`;
	const { service, files = {}, manifest } = source;
	const bytes = await packPlugin({
		...source,
		manifest: { ...manifest, version },
		// The service file keeps its ending; what packs plugins for tests writes JavaScript.
		files: { ...files, "exercises.service.ts": `${service}\n// ${version}\n` },
		service: null
	});
	const response = await fetch(`${server.url}/api/v1/plugins?acceptBreaking=true`, {
		method: "POST",
		headers: { authorization: `Bearer ${server.info.admin}` },
		body: await uploadForm(bytes)
	});
	if (![200, 201, 422].includes(response.status))
		throw new Error(`${response.status}: ${await response.text()}`);
	return response;
}

function broken(source: PluginSource): PluginSource {
	return {
		...source,
		service: source.service!.replace(
			"\tactions: {",
			"\thealth() {\n\t\tthrow new Error('made to fail');\n\t},\n\n\tactions: {"
		)
	};
}

function request(index: number): LoadRequest {
	return {
		path: `/api/v1/exercises?pageSize=1&page=${(index % 20) + 1}`,
		headers: { authorization: `Bearer ${kernel.info.ann}` }
	};
}

function describeHeld({ heap: _heap, ...counts }: Record<string, number>) {
	return Object.values(counts).join(", ");
}

function failures(statuses: Record<string, number>) {
	return Object.entries(statuses).reduce(
		(sum, [status, count]) => (status === "200" ? sum : sum + count),
		0
	);
}

function describe(times: number[]) {
	return `p50 ${percentile(times, 0.5).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms`;
}

/**
 * `npm run bench:gateway`: CPU of the whole server (all its threads: the kernel's own, the store's, V8's) for a
 * request, and in brackets what of it the kernel's own thread takes, against plain `node:http` that does the
 * same token check, side by side in rounds of one run. Metrics and tracking are on, no spans are made; the
 * access log is off, because the other side has none.
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { writePlugin } from "../support/plugin-package.ts";
import { startChild, type Child } from "./support/child.ts";
import { sendMany, type LoadRequest } from "./support/load.ts";
import { percentile, printTable, type Line } from "./support/table.ts";

const ROUTES = 500;
const DOCUMENTS = 10_000;
const ROUNDS = Number(process.argv[2] ?? 5);
/** For so long a server does less than a twentieth of it when it is done. */
const SETTLED_MS = 100;
/** Until V8 has compiled what is called. */
const WARM_UP_ROUNDS = 2;
const SUPPORT = path.join(import.meta.dirname, "support");

interface Case {
	what: string;
	/** None for what is measured to be known. */
	budget?: number;
	requests: number;
	status: string;
	make: (index: number) => LoadRequest;
	/** Runs before each round. */
	prepare?: () => Promise<void>;
}

const pluginsDir = await mkdtemp(path.join(tmpdir(), "lyceum-bench-plugins-"));
await writePlugin(pluginsDir, { name: "many", service: manyRoutes() });
await cp(
	path.resolve(import.meta.dirname, "../../plugins/projects"),
	path.join(pluginsDir, "projects"),
	{ recursive: true }
);
const raw = await startChild(path.join(SUPPORT, "raw-server.ts"));
const kernel = await startChild(path.join(SUPPORT, "kernel-server.ts"), [pluginsDir]);
try {
	const cases = await prepare();
	const ratios = new Map(cases.map(({ what }) => [what, [] as number[]]));
	const ownRatios = new Map(cases.map(({ what }) => [what, [] as number[]]));
	const costs: number[] = [];
	for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++)
		for (const one of cases) {
			// Right before, because the machine itself is faster at one moment than at the next.
			const base = await cost(raw, {
				what: "raw",
				requests: 6000,
				status: "200",
				make: () => bearer("/", raw.info.token!)
			});
			await one.prepare?.();
			const ownBefore = await kernel.ask<number>("ownThread");
			const whole = await cost(kernel, one);
			const own = ((await kernel.ask<number>("ownThread")) - ownBefore) / one.requests;
			if (round < 0) continue;
			costs.push(base);
			ratios.get(one.what)!.push(whole / base);
			ownRatios.get(one.what)!.push(own / base);
		}
	console.log(
		`raw node:http: ${(percentile(costs, 0.5) * 1000).toFixed(0)} µs of CPU for each request; ${ROUNDS} rounds, medians`
	);
	const lines = cases.map(({ what, budget }) =>
		ratioLine(what, ratios.get(what)!, ownRatios.get(what)!, budget)
	);
	process.exitCode = printTable(lines) ? 0 : 1;
} finally {
	await kernel.stop();
	await raw.stop();
	await rm(pluginsDir, { recursive: true, force: true });
}

async function prepare(): Promise<Case[]> {
	const { ann, annId } = kernel.info as { ann: string; annId: string };
	const ids = await kernel.ask<string[]>("fill", { count: DOCUMENTS, ownerId: annId });
	const [id] = ids;
	let tag = "";
	const remember = (route: string) => async () => {
		const response = await fetch(kernel.url + route, {
			headers: { authorization: `Bearer ${ann}` }
		});
		tag = response.headers.get("etag")!;
	};
	return [
		{
			what: `authenticated GET, ${ROUTES} routes loaded`,
			budget: 1.5,
			requests: 6000,
			status: "200",
			make: index => bearer(`/api/v1/many/route${index % ROUTES}`, ann)
		},
		{
			what: `list of 25 of ${DOCUMENTS}, ability filter and total`,
			budget: 14,
			requests: 800,
			status: "200",
			make: index => bearer(`/api/v1/projects?page=${(index % 100) + 1}`, ann)
		},
		{
			what: "the same list again",
			budget: 2.5,
			requests: 2000,
			status: "200",
			make: () => bearer("/api/v1/projects", ann)
		},
		{
			what: "the same list again, known: 304",
			budget: 1.6,
			requests: 2000,
			status: "304",
			make: () => bearer("/api/v1/projects", ann, { "if-none-match": tag }),
			prepare: remember("/api/v1/projects")
		},
		{
			what: "one document, each time another, all in memory",
			budget: 5,
			requests: 2000,
			status: "200",
			make: index => bearer(`/api/v1/projects/${ids[(index * 7) % ids.length]}`, ann)
		},
		{
			what: "one document, each time another, none in memory",
			requests: 2000,
			status: "200",
			make: index => bearer(`/api/v1/projects/${ids[(index * 7) % ids.length]}`, ann),
			prepare: () => kernel.ask("forget")
		},
		{
			what: "one document, known: 304",
			budget: 5,
			requests: 2000,
			status: "304",
			make: () => bearer(`/api/v1/projects/${id}`, ann, { "if-none-match": tag }),
			prepare: remember(`/api/v1/projects/${id}`)
		},
		{
			what: "a create with its event",
			budget: 15,
			requests: 600,
			status: "201",
			make: index => ({
				...bearer("/api/v1/projects", ann),
				method: "POST",
				body: JSON.stringify({ name: `New ${index}`, tags: ["bench"] })
			})
		}
	];
}

/** Milliseconds of CPU for each request, with what is done for it after it was answered. */
async function cost(server: Child, { what, requests, status, make }: Case): Promise<number> {
	const before = await server.cpu();
	const { statuses } = await sendMany(server.url, requests, make);
	await settle(server);
	const after = await server.cpu();
	if (statuses[status] !== requests)
		throw new Error(
			`${what}: expected ${requests} × ${status}, got ${JSON.stringify(statuses)}`
		);
	return (after - before) / requests;
}

/** Waits until a server has next to nothing left to do. */
async function settle(server: Child) {
	for (let before = await server.cpu(); ;) {
		await setTimeout(SETTLED_MS);
		const now = await server.cpu();
		if (now - before < SETTLED_MS / 20) return;
		before = now;
	}
}

function bearer(route: string, token: string, headers: Record<string, string> = {}): LoadRequest {
	return { path: route, headers: { ...headers, authorization: `Bearer ${token}` } };
}

function ratioLine(
	what: string,
	ratios: number[],
	ownRatios: number[],
	budget: number | undefined
): Line {
	const ratio = percentile(ratios, 0.5);
	return {
		what,
		figure: `${ratio.toFixed(2)} × raw (${percentile(ownRatios, 0.5).toFixed(2)})`,
		...(budget !== undefined && { budget: `≤ ${budget} × raw`, ok: ratio <= budget })
	};
}

function manyRoutes() {
	return `import { definePlugin } from "lyceum";
const actions = Object.fromEntries(Array.from({ length: ${ROUTES} }, (_, index) => ["route" + index, {
	rest: "GET /route" + index, can: "authenticated", params: {}, summary: "Answer",
	handler: ctx => ({ id: ctx.meta.caller.id, ok: true })
}]));
export default definePlugin({ name: "many", actions });`;
}

/** Health: alive (the process answers), ready (what it needs answers), and each dependency with its latency. */
import {
	defineService,
	type Ctx,
	type LyceumBroker,
	type LyceumSchema
} from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";

/** A dependency that takes longer counts as away. */
const CHECK_DEADLINE_MS = 2000;

interface Check {
	status: "ok" | "down";
	latencyMs: number;
	detail?: string;
}

/** Looks at one dependency; answers how long that took where it was not measured just now. */
type Look = () => Promise<unknown>;

interface Report {
	status: string;
	checks: Record<string, Check>;
}

interface HealthThis {
	looks(): Record<string, Look>;
	report(ctx: Ctx): Promise<Report>;
}

const report = {
	type: "object",
	properties: {
		status: { type: "string", enum: ["ok", "degraded"] },
		checks: { type: "object" }
	},
	required: ["status"]
};
const example = { status: "ok", checks: { store: { status: "ok", latencyMs: 0.6 } } };

export const healthService = defineService<HealthThis>({
	name: "health",

	actions: {
		summary: {
			rest: both("/health"),
			can: "public",
			limit: false,
			summary: "Tell whether the kernel works",
			returns: { schema: report, example },
			handler(ctx: Ctx) {
				return this.report(ctx);
			}
		},
		live: {
			rest: both("/health/live"),
			can: "public",
			limit: false,
			summary: "Tell whether the process answers",
			returns: { schema: report, example: { status: "ok" } },
			handler: () => ({ status: "ok" })
		},
		ready: {
			rest: both("/health/ready"),
			can: "public",
			limit: false,
			summary: "Tell whether requests can be served: 503 while something needed is away",
			returns: { schema: report, example },
			handler(ctx: Ctx) {
				return this.report(ctx);
			}
		},
		detailed: {
			rest: both("/health/detailed"),
			can: "public",
			summary: "Tell how each dependency is, also those without which requests are served",
			returns: {
				schema: report,
				example: {
					status: "ok",
					checks: { ...example.checks, mail: { status: "ok", latencyMs: 12.5 } }
				}
			},
			async handler(ctx: Ctx) {
				const [needed, others] = await Promise.all([
					this.report(ctx),
					lookAt(optionalLooks(ctx))
				]);
				const checks = { ...needed.checks, ...others };
				return { status: isAnyDown(checks) ? "degraded" : "ok", checks };
			}
		}
	},

	methods: {
		async report(ctx: Ctx) {
			const checks = await lookAt(this.looks());
			const down = isAnyDown(checks);
			ctx.meta.$statusCode = down ? 503 : 200;
			ctx.meta.$responseHeaders = { "Cache-Control": "no-store" };
			return { status: down ? "degraded" : "ok", checks };
		},

		looks() {
			const { connection } = this.broker.kernel;
			const plugins = this.broker.services
				.filter(
					service => service.name.includes("~") && (service.schema as LyceumSchema).health
				)
				.map(service => [
					`plugin:${service.name.split("~", 1)[0]}`,
					() =>
						Promise.resolve(
							(service.schema as LyceumSchema).health!.call(service as never)
						)
				]);
			return {
				store: () => connection.db!.command({ ping: 1 }),
				...Object.fromEntries(plugins)
			};
		}
	}
});

/** What is there only when it is set; while it is away requests are served. */
function optionalLooks(ctx: Ctx): Record<string, Look> {
	const { smtpUrl } = ((ctx.broker as LyceumBroker).kernel as Runtime).config;
	return smtpUrl === null ? {} : { mail: () => ctx.call("mail.check") };
}

async function lookAt(looks: Record<string, Look>): Promise<Record<string, Check>> {
	const results = Object.entries(looks).map(async ([name, look]) => [name, await measure(look)]);
	return Object.fromEntries(await Promise.all(results));
}

function isAnyDown(checks: Record<string, Check>) {
	return Object.values(checks).some(({ status }) => status === "down");
}

function both(path: string) {
	return [
		{ method: "GET" as const, fullPath: path },
		{ method: "GET" as const, path: path.slice("/health".length) || "/" }
	];
}

async function measure(look: Look): Promise<Check> {
	const startedAt = performance.now();
	const latency = (known?: unknown) =>
		round(typeof known === "number" ? known : performance.now() - startedAt);
	let timer: NodeJS.Timeout | undefined;
	const deadline = new Promise((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error("no answer in time")), CHECK_DEADLINE_MS);
	});
	try {
		const known = await Promise.race([look(), deadline]);
		return { status: "ok", latencyMs: latency(known) };
	} catch {
		return { status: "down", latencyMs: latency(), detail: "does not answer" };
	} finally {
		clearTimeout(timer);
	}
}

function round(milliseconds: number) {
	return Math.round(milliseconds * 100) / 100;
}

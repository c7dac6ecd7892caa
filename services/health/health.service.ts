/** Health: alive (the process answers), ready (what it needs answers), and each dependency with its latency. */
import { defineService, type Ctx, type LyceumSchema } from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";

/** A dependency that takes longer counts as away. */
const CHECK_DEADLINE_MS = 2000;

interface Check {
	status: "ok" | "down";
	latencyMs: number;
	detail?: string;
}

interface HealthThis {
	checks(): Promise<Record<string, Check>>;
	report(ctx: Ctx): Promise<{ status: string; checks: Record<string, Check> }>;
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
			summary: "Tell whether the kernel works",
			returns: { schema: report, example },
			handler(ctx: Ctx) {
				return this.report(ctx);
			}
		},
		live: {
			rest: both("/health/live"),
			can: "public",
			summary: "Tell whether the process answers",
			returns: { schema: report, example: { status: "ok" } },
			handler: () => ({ status: "ok" })
		},
		ready: {
			rest: both("/health/ready"),
			can: "public",
			summary: "Tell whether requests can be served: 503 while something needed is away",
			returns: { schema: report, example },
			handler(ctx: Ctx) {
				return this.report(ctx);
			}
		}
	},

	methods: {
		async report(ctx: Ctx) {
			const checks = await this.checks();
			const down = Object.values(checks).some(check => check.status === "down");
			ctx.meta.$statusCode = down ? 503 : 200;
			ctx.meta.$responseHeaders = { "Cache-Control": "no-store" };
			return { status: down ? "degraded" : "ok", checks };
		},

		async checks() {
			const { connection, healthChecks } = this.broker.kernel as Runtime;
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
			const checks: Record<string, () => Promise<unknown>> = {
				store: () => connection.db!.command({ ping: 1 }),
				...Object.fromEntries(healthChecks),
				...Object.fromEntries(plugins)
			};
			const results = Object.entries(checks).map(async ([name, run]) => [
				name,
				await measure(run)
			]);
			return Object.fromEntries(await Promise.all(results));
		}
	}
});

function both(path: string) {
	return [
		{ method: "GET" as const, fullPath: path },
		{ method: "GET" as const, path: path.slice("/health".length) || "/" }
	];
}

async function measure(run: () => Promise<unknown>): Promise<Check> {
	const startedAt = performance.now();
	const latency = () => Math.round((performance.now() - startedAt) * 100) / 100;
	let timer: NodeJS.Timeout | undefined;
	const deadline = new Promise((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error("no answer in time")), CHECK_DEADLINE_MS);
	});
	try {
		await Promise.race([run(), deadline]);
		return { status: "ok", latencyMs: latency() };
	} catch {
		return { status: "down", latencyMs: latency(), detail: "does not answer" };
	} finally {
		clearTimeout(timer);
	}
}

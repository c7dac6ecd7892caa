/**
 * Limits: what is in force, for administrators, and what the gateway holds requests to.
 * Promises that a change counts at once on the node that makes it, on the others as soon as they hear of it
 * and within seconds at the latest.
 */
import { collection, defineService, type Ctx } from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { LimitBlock } from "./block.model.ts";
import { Blocks } from "./blocks.ts";
import { Counters } from "./counters.ts";
import { LIMITS_CHANGED } from "./events.ts";
import { LimitSettings } from "./limit-settings.model.ts";
import { Limits } from "./limits.ts";
import { LimitMetrics } from "./metrics.ts";
import { WAY_BACK } from "./quota.ts";
import { Quotas } from "./quotas.ts";
import { connectRedis } from "./redis.ts";
import { ofTheOne, requireOneOfEachPlan } from "./the-one.ts";

/** An event may be lost; nobody is held to what is over for longer. */
const CHECK_EVERY_MS = 5000;

const documents = collection(LimitSettings, {
	// There is one document, and it stays.
	only: ["get", "replace"],
	prepare: requireOneOfEachPlan
});
const { get, replace } = documents.actions;

interface LimitsThis {
	quotas: Quotas;
	blocks: Blocks;
}

export default defineService<LimitsThis>({
	name: "limits",
	mixins: [documents],
	emits: [LIMITS_CHANGED],

	actions: {
		get: {
			...ofTheOne(get),
			rest: "GET /",
			limit: WAY_BACK,
			summary: "Get the limits in force",
			description: "Limits that operations have of their own stand with each of them."
		},

		replace: {
			...ofTheOne(replace),
			rest: "PUT /",
			limit: WAY_BACK,
			summary: "Set the limits",
			description:
				"They count from the next request on. What is left out is again as it was at first.",
			async handler(ctx: Ctx<never>): Promise<unknown> {
				const answer: unknown = await ofTheOne(replace).handler.call(this, ctx);
				await ctx.call("limits.refresh");
				return answer;
			}
		},

		/** Reads limits and blocks anew, here first and then on the other nodes. */
		refresh: {
			visibility: "protected",
			async handler(ctx: Ctx): Promise<void> {
				await reload(this);
				await ctx.broadcast(LIMITS_CHANGED.name, {});
			}
		}
	},

	events: {
		async [LIMITS_CHANGED.name](this: LimitsThis) {
			await reload(this);
		}
	},

	async started() {
		const runtime = this.broker.kernel as Runtime;
		const { redisUrl, rateLimits } = runtime.config;
		const report = (error: unknown) => this.logger.error("A limit was not kept", error);
		const redis =
			redisUrl !== null && rateLimits
				? await connectRedis(redisUrl, {
						lost: error =>
							this.logger.warn("Redis is away: limits are counted here", error),
						found: () => this.logger.warn("Redis is back: limits are counted together")
					})
				: null;
		this.onStop(() => redis?.disconnect());
		const counters = new Counters(redis);
		const metrics = new LimitMetrics(this.broker.metrics);
		this.quotas = new Quotas(this.model(LimitSettings));
		this.blocks = new Blocks(
			this.model(LimitBlock),
			key => void counters.forget(key).catch(report)
		);
		await reload(this);
		metrics.show(this.blocks.size, counters.isShared);
		const checking = setInterval(() => {
			metrics.show(this.blocks.size, counters.isShared);
			reload(this).catch(error => this.logger.warn("Limits were not read again", error));
		}, CHECK_EVERY_MS).unref();
		this.onStop(() => clearInterval(checking));
		if (!rateLimits) return;
		runtime.limits = new Limits({
			quotas: this.quotas,
			blocks: this.blocks,
			counters,
			metrics,
			isKnownAt: (login, address) =>
				this.broker.call<boolean, object>("auth.isKnownAt", { login, address }),
			blocked: () => void this.broker.broadcast(LIMITS_CHANGED.name, {}).catch(report),
			report
		});
		this.onStop(() => (runtime.limits = null));
	}
});

async function reload({ quotas, blocks }: LimitsThis) {
	await Promise.all([quotas.reload(), blocks.reload()]);
}

/** What this node has measured, for administrators: its last hour and day, and the figures of each plugin. */
import type { ServiceBroker } from "moleculer";
import { defineService, type Ctx, type JsonSchema } from "../../mixins/index.ts";
import { sumOfBuckets } from "./histogram.ts";
import { History, SPANS, type Reading, type Span } from "./history.ts";
import type { Metrics } from "./metrics.service.ts";
import { pluginFigures } from "./plugin-figures.ts";

const MEGABYTE = 1024 * 1024;

const text: JsonSchema = { type: "string" };
const count: JsonSchema = { type: "integer", minimum: 0 };
const number: JsonSchema = { type: "number", minimum: 0 };
const numberOrNull: JsonSchema = { type: ["number", "null"], minimum: 0 };

const point: JsonSchema = {
	title: "TrafficPoint",
	type: "object",
	properties: {
		at: { type: "string", format: "date-time" },
		requests: { ...number, description: "In a second" },
		errors: { ...number, description: "Answers with a 5xx, in a second" },
		p50: { ...numberOrNull, description: "Milliseconds; null when nothing was answered" },
		p99: numberOrNull,
		memoryMb: number,
		running: { ...count, description: "Tasks that are worked on" },
		queued: { ...count, description: "Tasks that wait" },
		sockets: { ...count, description: "Open realtime connections" },
		learners: { ...count, description: "Students who asked for something" }
	},
	required: ["at", "requests", "errors", "p50", "p99", "memoryMb", "running", "queued"]
};

const pointExample = {
	at: "2026-01-15T09:30:00.000Z",
	requests: 12.4,
	errors: 0,
	p50: 2.1,
	p99: 18.4,
	memoryMb: 182.5,
	running: 1,
	queued: 0,
	sockets: 4,
	learners: 3
};

const figures = {
	calls: count,
	errors: { ...count, description: "Calls that were refused or failed" },
	faults: { ...count, description: "Those of them that were not the caller's fault" },
	p50: { ...numberOrNull, description: "Milliseconds" },
	p99: numberOrNull
};

const figuresExample = { calls: 120, errors: 3, faults: 0, p50: 1.8, p99: 12.5 };

const figuresSchema: JsonSchema = {
	title: "PluginFigures",
	type: "object",
	properties: {
		name: text,
		nodeId: text,
		...figures,
		active: { ...count, description: "Calls that are not answered yet" },
		holds: {
			type: "object",
			properties: { services: count, actions: count, events: count, models: count },
			required: ["services", "actions", "events", "models"]
		},
		actions: {
			type: "array",
			items: { type: "object", properties: { action: text, ...figures, active: count } }
		},
		routes: {
			type: "array",
			items: { type: "object", properties: { method: text, path: text, ...figures } }
		}
	},
	required: [
		"name",
		"nodeId",
		"calls",
		"errors",
		"faults",
		"active",
		"holds",
		"actions",
		"routes"
	]
};

/** Makes the definition. */
export function monitoringService(metrics: Metrics) {
	let history: History;

	return defineService({
		name: "monitoring",
		subject: "Metric",

		actions: {
			history: {
				rest: "GET /history",
				can: "read",
				params: { span: { type: "enum", values: Object.keys(SPANS), default: "hour" } },
				summary: "Tell what this node did in the last hour or day, step by step",
				description:
					"It is kept in memory: it begins with the node's start. `hour` has a point every ten seconds, `day` one a minute.",
				returns: {
					schema: {
						type: "object",
						properties: {
							nodeId: text,
							everySeconds: count,
							data: { type: "array", items: point }
						},
						required: ["nodeId", "everySeconds", "data"]
					},
					example: { nodeId: "node-1", everySeconds: 10, data: [pointExample] }
				},
				handler(ctx: Ctx<{ span: Span }>) {
					const { span } = ctx.params;
					const { everySeconds } = SPANS[span];
					return {
						nodeId: ctx.broker.nodeID,
						everySeconds,
						data: history.points(span)
					};
				}
			},

			plugin: {
				rest: "GET /plugins/:name",
				can: "read",
				params: { name: { type: "string", max: 64 } },
				summary: "Tell how often a plugin was called on this node, and how that went",
				description:
					"Since the node's start, over all of the plugin's versions. The heap of one plugin cannot be told from the kernel's: `holds` counts what it keeps instead.",
				returns: {
					schema: figuresSchema,
					example: {
						name: "exercises",
						nodeId: "node-1",
						...figuresExample,
						active: 0,
						holds: { services: 1, actions: 14, events: 0, models: 2 },
						actions: [{ action: "exercises.list", ...figuresExample, active: 0 }],
						routes: [{ method: "GET", path: "/api/v1/exercises", ...figuresExample }]
					}
				},
				handler(ctx: Ctx<{ name: string }>) {
					return pluginFigures(ctx.params.name, this.broker, metrics);
				}
			}
		},

		created() {
			history = new History(readingOf(metrics, this.broker));
		},

		started() {
			const everyMs = SPANS.hour.everySeconds * 1000;
			const reading = setInterval(
				() => history.add(readingOf(metrics, this.broker)),
				everyMs
			).unref();
			this.onStop(() => clearInterval(reading));
		}
	});
}

/** What is known at this moment. */
export function readingOf({ http }: Metrics, { metrics }: ServiceBroker): Reading {
	return {
		at: Date.now(),
		...http.totals(),
		buckets: sumOfBuckets(http.durations.all()),
		memoryMb: process.memoryUsage.rss() / MEGABYTE,
		running: gauge(metrics, "jobs_running"),
		queued: gauge(metrics, "jobs_queued"),
		sockets: gauge(metrics, "realtime_connections"),
		learners: http.takeLearners()
	};
}

/** The sum of a gauge over its labels; 0 until somebody has registered it. */
function gauge(registry: ServiceBroker["metrics"], name: string): number {
	const metric = registry.getMetric(name) as { values: Map<string, { value: number }> } | null;
	return [...(metric?.values.values() ?? [])].reduce((sum, { value }) => sum + value, 0);
}

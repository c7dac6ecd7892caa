/**
 * The log of each node, for administrators: its last lines, filtered, without secrets. Live they come by
 * realtime's subscription `{ "logs": { … } }`.
 */
import { defineService, requestErrors, type Ctx, type JsonSchema } from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { LEVELS, type Level, type LogLine } from "./log-line.ts";
import type { LogRing } from "./log-ring.ts";

const MAX_ANSWERED = 500;
const REMOTE_TIMEOUT_MS = 5000;

/** Stands for the kernel where a plugin is asked for. */
export const KERNEL = "kernel";

interface ReadLogs {
	level?: Level;
	plugin?: string;
	q?: string;
	since?: string;
	node?: string;
	limit: number;
}

interface LogPage {
	nodeId: string;
	data: LogLine[];
}

const text: JsonSchema = { type: "string" };
const textOrNull: JsonSchema = { type: ["string", "null"] };

const lineSchema: JsonSchema = {
	title: "LogLine",
	type: "object",
	properties: {
		number: {
			type: "integer",
			minimum: 1,
			description: "Counted from the node's start; for `since`"
		},
		at: { type: "string", format: "date-time" },
		level: { type: "string", enum: [...LEVELS] },
		message: text,
		plugin: { ...textOrNull, description: "Whose code wrote it; null for the kernel" },
		source: { ...textOrNull, description: "The service or part that wrote it" },
		requestId: textOrNull,
		details: { type: "object", additionalProperties: true }
	},
	required: ["number", "at", "level", "message", "plugin", "source", "requestId", "details"]
};

const example: LogPage = {
	nodeId: "node-1",
	data: [
		{
			number: 4711,
			at: "2026-01-15T09:30:00.000Z",
			level: "warn",
			message: "The school's register does not answer",
			plugin: "attendance",
			source: "attendance",
			requestId: null,
			details: {}
		}
	]
};

const params = {
	level: { type: "enum", values: [...LEVELS], optional: true },
	plugin: { type: "string", min: 1, max: 64, optional: true },
	q: { type: "string", min: 1, max: 200, optional: true },
	since: { type: "string", min: 1, max: 40, optional: true },
	node: { type: "string", min: 1, max: 64, optional: true },
	limit: {
		type: "number",
		integer: true,
		min: 1,
		max: MAX_ANSWERED,
		default: 200,
		convert: true
	}
} as const;

/** Makes the definition. */
export function logsService(ring: LogRing, { members }: Runtime) {
	return defineService({
		name: "logs",
		subject: "Log",

		actions: {
			list: {
				rest: "GET /",
				can: "read",
				params,
				summary: "List the last lines of a node's log, newest first",
				description:
					"`level` is the lowest wanted, `plugin` the name of one or `kernel`, `q` a text in them, `since` a time or the number of a line, `node` another node than the one that is asked. Secrets are left out.",
				returns: {
					schema: {
						type: "object",
						properties: { nodeId: text, data: { type: "array", items: lineSchema } },
						required: ["nodeId", "data"]
					},
					example
				},
				async handler(ctx: Ctx<ReadLogs>): Promise<LogPage> {
					const { node, ...wanted } = ctx.params;
					const { nodeID } = ctx.broker;
					if (node === undefined || node === nodeID)
						return { nodeId: nodeID, data: readRing(ring, wanted) };
					await requireNode(node);
					return ctx.call<LogPage, object>("logs.list", wanted, {
						nodeID: node,
						timeout: REMOTE_TIMEOUT_MS
					});
				}
			}
		}
	});

	async function requireNode(node: string) {
		const present = (await members.present()).map(({ _id }) => _id);
		if (!present.includes(node))
			throw wrong("/node", "is not there", node, `one of ${present.join(", ")}`);
	}
}

function readRing(ring: LogRing, { level, plugin, q, since, limit }: Omit<ReadLogs, "node">) {
	return ring.read(
		{
			level,
			plugin: plugin === KERNEL ? null : plugin,
			text: q,
			since: since === undefined ? undefined : readSince(since)
		},
		limit
	);
}

function readSince(since: string): Date | number {
	if (/^\d{1,15}$/.test(since)) return Number(since);
	const time = new Date(since);
	if (!Number.isNaN(time.getTime())) return time;
	throw wrong("/since", "is no time", since, "a time such as 2026-01-15T09:30:00Z, or a number");
}

function wrong(pointer: string, message: string, value: unknown, expected: string) {
	return requestErrors.INVALID({ errors: [{ pointer, message, value, expected }] });
}

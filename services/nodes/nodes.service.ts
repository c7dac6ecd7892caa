/** The nodes that share the store, for administrators. */
import { defineService, type JsonSchema, type LyceumSchema } from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";
import type { Member } from "./members.ts";

const text = { type: "string" };
const date = { type: "string", format: "date-time" };

const nodeSchema: JsonSchema = {
	title: "Node",
	type: "object",
	properties: {
		id: text,
		url: { ...text, description: "The address that its gateway listens on" },
		host: text,
		pid: { type: "integer" },
		version: { ...text, description: "Of the kernel" },
		runsPlugins: { type: "boolean" },
		isPresent: { type: "boolean", description: "False when it gives no sign of life" },
		startedAt: date,
		aliveAt: { ...date, description: "The last sign of life" }
	},
	required: ["id", "url", "host", "version", "runsPlugins", "isPresent", "startedAt", "aliveAt"]
};

const example = {
	id: "node-1",
	url: "http://127.0.0.1:3000",
	host: "lyceum-1",
	pid: 4711,
	version: "0.1.0",
	runsPlugins: true,
	isPresent: true,
	startedAt: "2026-01-15T09:30:00.000Z",
	aliveAt: "2026-01-15T10:30:00.000Z"
};

export function nodesService({ members }: Runtime): LyceumSchema {
	return defineService({
		name: "nodes",
		subject: "Node",

		actions: {
			list: {
				rest: "GET /",
				can: "read",
				params: {},
				summary:
					"List the nodes that share the store, also those that are gone without a word",
				returns: {
					schema: {
						type: "object",
						properties: {
							data: { type: "array", items: nodeSchema },
							total: { type: "integer" }
						},
						required: ["data", "total"]
					},
					example: { data: [example], total: 1 }
				},
				async handler() {
					const [all, present] = await Promise.all([members.all(), members.present()]);
					const there = new Set(present.map(({ _id }) => _id));
					const data = all.map(member => presentNode(member, there.has(member._id)));
					return { data, total: data.length };
				}
			}
		}
	});
}

function presentNode({ _id: id, ...member }: Member, isPresent: boolean) {
	return { id, ...member, isPresent };
}

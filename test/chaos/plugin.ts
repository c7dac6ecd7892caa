/** The plugin that the chaos is about: numbered documents, and work in the background that lays pebbles down. */
import { writePlugin } from "../support/plugin-package.ts";

const SERVICE = `import {
	acceptedTask, collection, defineJob, defineModel, definePlugin, jobOf, Schema, startTask
} from "lyceum";

const Counter = defineModel("Counter", new Schema({ n: { type: Number, required: true } }));
const Pebble = defineModel("Pebble", new Schema({ heap: String, number: Number }));

const CARRY = defineJob("counters.carry", {
	description: "Lays pebbles on a heap",
	action: "carry",
	payload: {
		type: "object",
		properties: { name: { type: "string" }, pebbles: { type: "integer" } },
		required: ["name", "pebbles"],
		additionalProperties: false
	},
	// Each node that dies under it costs an attempt, and so does each server that is away.
	retry: { delaysMs: Array.from({ length: 19 }, () => 1000) },
	concurrency: 4
});

export default definePlugin({
	name: "counters",
	mixins: [collection(Counter)],
	jobs: [CARRY],
	actions: {
		start: {
			rest: "POST /carry",
			can: "create",
			input: { body: { type: "object" } },
			returns: acceptedTask,
			handler: ctx => startTask(ctx, CARRY, ctx.params)
		},
		heap: {
			rest: "GET /heap",
			can: "read",
			params: { name: "string" },
			async handler(ctx) {
				const found = await this.model(Pebble).find({ heap: ctx.params.name }).lean();
				return { numbers: found.map(({ number }) => number).sort((one, other) => one - other) };
			}
		},
		carry: {
			visibility: "private",
			async handler(ctx) {
				const { task, signal, checkpoint } = jobOf(ctx);
				const { name, pebbles } = ctx.params;
				for (let number = Number(task.checkpoint ?? 0); number < pebbles; number++) {
					signal.throwIfAborted();
					await new Promise(resolve => setTimeout(resolve, 100));
					await this.broker.kernel.transaction(async session => {
						await this.model(Pebble).create([{ heap: name, number }], { session });
						await checkpoint(number + 1);
					});
				}
			}
		}
	}
});
`;

/** Writes it into a folder of bundled plugins. */
export function writeCounters(folder: string): Promise<string> {
	const collections = ["counters", "pebbles"];
	return writePlugin(folder, {
		name: "counters",
		service: SERVICE,
		lyceum: { permissions: { collections }, provides: { collections, jobs: ["carry"] } }
	});
}

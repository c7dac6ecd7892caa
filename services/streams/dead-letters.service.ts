/**
 * Dead letters, for administrators: what a group could not do with, and giving it back or letting it go.
 * Promises that a replay goes to the group that failed alone, once.
 */
import {
	collection,
	defineService,
	documentErrors,
	type Ctx,
	type JsonSchema
} from "../../mixins/index.ts";
import { DeadLetter } from "./dead-letter.model.ts";
import { errors } from "./errors.ts";
import type { Streams } from "./streams.ts";
import { deadLetterScreens } from "./console.ts";

// What failed says so itself, and stays as it was.
const documents = collection(DeadLetter, { only: ["list", "count", "get", "remove", "restore"] });
const { list, count, get, remove } = documents.actions;

const replayedSchema: JsonSchema = {
	type: "object",
	properties: { replayed: { type: "integer", minimum: 0 } },
	required: ["replayed"]
};
const returns = { schema: replayedSchema, example: { replayed: 1 } };
const name = { type: "string", min: 1, max: 64 } as const;

/** Makes the service's definition. */
export function deadLettersService(streams: Streams) {
	return defineService({
		name: "deadLetters",
		path: "/streams/dead-letters",
		mixins: [documents],
		console: [deadLetterScreens],

		actions: {
			list: { ...list, summary: "List dead letters" },
			count: { ...count, summary: "Count dead letters" },
			get: { ...get, summary: "Get one dead letter" },
			remove: {
				...remove,
				summary: "Let a dead letter go; it can be restored for 30 days"
			},

			replay: {
				rest: "POST /:id/replay",
				can: "update",
				params: { id: { type: "string", max: 64 } },
				summary: "Give one dead letter back to the group that failed",
				description: "It is delivered behind what waits for the group in the same key.",
				returns,
				async handler(ctx: Ctx<{ id: string }>) {
					const { id } = ctx.params;
					const replayed = await streams.deadLetters.replay({ _id: id });
					if (replayed === 0)
						throw documentErrors.NOT_FOUND({ subject: "DeadLetter", id });
					streams.moveWaiting();
					return { replayed };
				}
			},

			replayAll: {
				rest: "POST /replay",
				can: "update",
				params: { stream: name, group: { ...name, optional: true } },
				summary: "Give all dead letters of a stream, or of one group of it, back",
				returns,
				example: { stream: "progress-updates", group: "leaderboard" },
				async handler(ctx: Ctx<{ stream: string; group?: string }>) {
					const { stream, group } = ctx.params;
					const isKnown = streams.catalogue
						.streams()
						.some(({ name: known }) => known === stream);
					if (!isKnown) throw errors.NOT_FOUND({ name: stream });
					const filter = { stream, ...(group !== undefined && { group }) };
					const replayed = await streams.deadLetters.replay(filter);
					streams.moveWaiting();
					return { replayed };
				}
			}
		}
	});
}

/**
 * Streams, for administrators: which there are, how far each group has come, and what is on them. Starts and
 * stops what publishes, and lets the nodes wake each other.
 */
import {
	defineAbilities,
	defineMixin,
	defineService,
	requestErrors,
	type Ctx
} from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";
import type { DeclaredStream } from "./catalogue.ts";
import type { MessageQuery } from "./driver.ts";
import { toMessage } from "./entry.ts";
import { errors } from "./errors.ts";
import type { Streams } from "./streams.ts";
import { MESSAGE_FIELDS, STREAM_MESSAGE } from "./subject.ts";
import { eventsAnswer, messagesAnswer, streamsAnswer } from "./streams.schema.ts";

/** To the node that publishes: something waits. */
const WAITING = "streams.outbox.filled";
/** To the others: a stream has new messages. */
const PUBLISHED = "streams.messages.published";

const MEASURE_EVERY_MS = 15_000;

const MAX_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 25;
const whole = { type: "number", integer: true, convert: true, optional: true, min: 1 } as const;
/** What streams and groups are called, those of plugins that are gone too. */
const word = { type: "string", max: 64, pattern: "^[\\w-]+$" } as const;
const FILTERS = ["key", "type"];

type ListMessages = Ctx<{
	name: string;
	page?: number;
	pageSize?: number;
	filter?: Record<string, unknown>;
}>;

interface StreamsMethods {
	describe(stream: DeclaredStream): Promise<object>;
	measure(): Promise<void>;
}

const described = defineMixin({
	metadata: {
		description: "Durable streams: what is on them and how far their groups have come",
		subjects: { [STREAM_MESSAGE]: MESSAGE_FIELDS }
	}
});

/** Makes the service's definition. */
export function streamsService(streams: Streams, { healthChecks }: Runtime) {
	return defineService<StreamsMethods>({
		name: "streams",
		mixins: [described],
		subject: "Stream",
		// Roles may get less: `conditions: { stream: "progress-updates", key: "${user.id}" }`.
		abilities: defineAbilities({ admin: [{ action: "read", subject: STREAM_MESSAGE }] }),

		actions: {
			list: {
				rest: "GET /",
				can: "read",
				summary: "List the durable streams with their groups, lags and dead letters",
				returns: streamsAnswer,
				async handler() {
					const all = streams.catalogue.streams();
					const data = await reached(
						Promise.all(all.map(stream => this.describe(stream)))
					);
					return { data, total: data.length };
				}
			},

			events: {
				rest: "GET /events",
				can: "read",
				summary: "List the events that services emit, with their schemas",
				returns: eventsAnswer,
				handler() {
					const data = [...streams.catalogue.events().values()]
						.map(({ name, service, description, schema }) => ({
							name,
							service,
							description,
							schema
						}))
						.sort((one, other) => (one.name < other.name ? -1 : 1));
					return { data, total: data.length };
				}
			},

			messages: {
				rest: "GET /:name/messages",
				can: "read",
				summary: "List the messages of a stream, the newest first",
				description: "The newest 10,000 are looked through.",
				paged: true,
				params: {
					name: { type: "string", max: 64, example: "progress-updates" },
					page: { ...whole, max: 10_000 },
					pageSize: { ...whole, max: MAX_PAGE_SIZE },
					filter: {
						type: "object",
						optional: true,
						props: {
							key: { type: "string", max: 256, optional: true },
							type: { type: "string", max: 64, optional: true }
						}
					}
				},
				returns: messagesAnswer,
				async handler(ctx: ListMessages) {
					const { name } = ctx.params;
					const isKnown = streams.catalogue.streams().some(known => known.name === name);
					if (!isKnown) throw errors.NOT_FOUND({ name });
					const query = queryOf(ctx);
					const { entries, total } = await reached(streams.driver.messages(name, query));
					const { page, pageSize } = query;
					return { data: entries.map(toMessage), page, pageSize, total };
				}
			},

			removeGroup: {
				rest: "DELETE /:name/groups/:group",
				can: "delete",
				summary: "Forget a group of consumers that is gone for good, with its dead letters",
				description:
					"What runs keeps its group: disable or remove the plugin first. A group that comes again begins with the oldest message that is kept.",
				params: {
					name: { ...word, example: "progress-updates" },
					group: { ...word, example: "leaderboard" }
				},
				async handler(ctx: Ctx<{ name: string; group: string }>) {
					const { name, group } = ctx.params;
					if (streams.isConsumed(name, group))
						throw errors.GROUP_IN_USE({ stream: name, group });
					if (!(await reached(streams.removeGroup(name, group))))
						throw errors.GROUP_NOT_FOUND({ stream: name, group });
				}
			}
		},

		events: {
			[WAITING]: () => streams.moveWaiting(),
			[PUBLISHED]: (ctx: Ctx<{ streams: string[] }>) => {
				if (ctx.nodeID !== ctx.broker.nodeID) streams.wake(ctx.params.streams);
			}
		},

		methods: {
			async describe({ name, description, owner, messages }: DeclaredStream) {
				const [status, waiting, dead] = await Promise.all([
					streams.driver.status(name),
					streams.outbox.count(name),
					streams.deadLetters.counts(name)
				]);
				const known = new Map(status.groups.map(({ group, lag }) => [group, lag]));
				const groups = [...new Set([...known.keys(), ...dead.keys()])].sort();
				return {
					name,
					description,
					owner,
					types: messages.map(({ type, description: what, schema }) => ({
						type,
						description: what,
						schema
					})),
					messages: status.messages,
					waiting,
					oldestAt: status.oldestAt,
					newestAt: status.newestAt,
					groups: groups.map(group => ({
						group,
						lag: known.get(group) ?? 0,
						deadLetters: dead.get(group) ?? 0
					})),
					deadLetters: [...dead.values()].reduce((sum, count) => sum + count, 0)
				};
			},

			/** What `/metrics` shows cannot be asked for while it is written. */
			async measure() {
				streams.metrics.waiting(await streams.outbox.count());
				for (const { name } of streams.catalogue.streams())
					streams.metrics.lag(name, await streams.driver.status(name));
			}
		},

		started() {
			healthChecks.set("bus", () => streams.driver.check());
			this.onStop(() => healthChecks.delete("bus"));
			const tell = (event: string, payload: object) =>
				void this.broker
					.broadcast(event, payload)
					.catch(error => this.logger.warn(`The event ${event} was not sent`, error));
			streams.start(this.broker.logger, {
				waiting: () => tell(WAITING, {}),
				published: names => tell(PUBLISHED, { streams: names })
			});
			this.onStop(() => streams.stop());
			const measuring = setInterval(() => {
				this.measure().catch(error =>
					this.logger.debug("Streams were not measured", error)
				);
			}, MEASURE_EVERY_MS).unref();
			this.onStop(() => clearInterval(measuring));
		}
	});
}

function queryOf({ params }: ListMessages): MessageQuery {
	const { page = 1, pageSize = DEFAULT_PAGE_SIZE, filter = {} } = params;
	const unknown = Object.keys(filter).find(field => !FILTERS.includes(field));
	if (unknown !== undefined) {
		const problem = { pointer: `filter[${unknown}]`, message: "is not a field" };
		const expected = `one of ${FILTERS.join(", ")}`;
		throw requestErrors.INVALID({ errors: [{ ...problem, value: filter[unknown], expected }] });
	}
	return { page, pageSize, ...(filter as Pick<MessageQuery, "key" | "type">) };
}

/** What the driver answers; a 503 when what keeps the streams is away. */
async function reached<T>(answer: Promise<T>): Promise<T> {
	try {
		return await answer;
	} catch (error) {
		throw errors.UNAVAILABLE({}, error);
	}
}

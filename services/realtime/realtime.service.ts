/**
 * Realtime: who asked to hear of documents is told of each committed change that the caller may read,
 * in the order of the log. Promises that nobody learns of what it may not read, that nothing is left out,
 * and that a client can go on from where it was.
 */
import { defineService, type Ctx, type LyceumBroker } from "../../mixins/index.ts";
import { ROLES_CHANGED } from "../abilities/events.ts";
import { CHANGES_LOGGED, type ChangesLogged } from "../audit/events.ts";
import {
	ACCOUNT_CHANGED,
	API_KEYS_CHANGED,
	SESSIONS_ENDED,
	type AccountChanged,
	type SessionsEnded
} from "../auth/events.ts";
import { TASK_PROGRESSED, type TaskProgress } from "../jobs/events.ts";
import { PRESENCE_ASKED, PRESENCE_CHANGED, PRESENCE_COUNTED, PRESENCE_TOLD } from "./events.ts";
import { BEAT_MS, type Beat } from "./peers.ts";
import type { NodePresence, PresenceChange } from "./presence.ts";
import type { Realtime } from "./realtime.ts";

/** Sessions and keys also end by themselves; so often it is looked at. */
const CHECK_CALLERS_MS = 60_000;

/** So long a change may stay unknown of which the bus has lost the word. */
const CHECK_LOG_MS = 2000;

/** What nodes tell each other of new messages may be lost; nobody waits for longer than this. */
const LOOK_EVERY_MS = 5000;

/** Makes the definition of the service that keeps `realtime` up to date; the doors are services of their own. */
export function realtimeService({
	feed,
	rooms,
	tasks,
	messages,
	streams,
	callers,
	subscriptions
}: Realtime) {
	return defineService<{ broker: LyceumBroker }>({
		name: "realtime",
		emits: [PRESENCE_CHANGED, PRESENCE_TOLD, PRESENCE_COUNTED, PRESENCE_ASKED],

		events: {
			[PRESENCE_CHANGED.name](ctx: Ctx<PresenceChange>) {
				rooms.apply(ctx.params);
			},

			[PRESENCE_TOLD.name](ctx: Ctx<NodePresence>) {
				rooms.replace(ctx.params);
			},

			[PRESENCE_COUNTED.name](ctx: Ctx<Beat>) {
				rooms.hear(ctx.params);
			},

			[PRESENCE_ASKED.name](this: { broker: LyceumBroker }, ctx: Ctx<{ node: string }>) {
				if (ctx.params.node !== this.broker.nodeID) return undefined;
				return this.broker.broadcast(PRESENCE_TOLD.name, rooms.own());
			},

			// A node that is new, or back, does not know who is here; one that is gone has nobody any more.
			"$node.connected"(this: { broker: LyceumBroker }) {
				return this.broker.broadcast(PRESENCE_TOLD.name, rooms.own());
			},

			"$node.disconnected"(ctx: Ctx<{ node: { id: string } }>) {
				rooms.forget(ctx.params.node.id);
			},

			// A plugin that has gone takes its collections along, and one of another version may have other rules.
			"$services.changed"() {
				subscriptions.servicesChanged();
				return callers.rulesChanged();
			},

			[CHANGES_LOGGED.name](ctx: Ctx<ChangesLogged>) {
				feed.push(ctx.params);
			},

			[TASK_PROGRESSED.name](ctx: Ctx<TaskProgress>) {
				tasks.deliver(ctx.params);
			},

			[SESSIONS_ENDED.name](ctx: Ctx<SessionsEnded>) {
				callers.endSessions(ctx.params.ids);
			},

			[ACCOUNT_CHANGED.name](ctx: Ctx<AccountChanged>) {
				return callers.refreshUser(ctx.params.id);
			},

			[API_KEYS_CHANGED.name]() {
				return callers.refreshKeys();
			},

			[ROLES_CHANGED.name]() {
				return callers.rulesChanged();
			}
		},

		async started() {
			await feed.start();
			const every = (ms: number, work: () => Promise<unknown>, failure: string) => {
				const run = () => void work().catch(error => this.logger.warn(failure, error));
				const timer = setInterval(run, ms).unref();
				this.onStop(() => clearInterval(timer));
			};
			const beat = () => this.broker.broadcast(PRESENCE_COUNTED.name, rooms.beat());
			every(CHECK_CALLERS_MS, () => callers.refreshAll(), "The connections were not checked");
			every(CHECK_LOG_MS, () => feed.check(), "The log was not looked into");
			every(BEAT_MS, beat, "The other nodes do not hear of this one");
			this.onStop(streams.onPublished(names => messages.look(names)));
			this.onStop(streams.catalogue.onChange(() => subscriptions.servicesChanged(messages)));
			const looking = setInterval(() => messages.look(), LOOK_EVERY_MS).unref();
			this.onStop(() => clearInterval(looking));
			tasks.start();
			this.onStop(() => tasks.stop());
		},

		stopped() {
			callers.endAll();
		}
	});
}

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
import { PRESENCE_CHANGED, PRESENCE_TOLD } from "./events.ts";
import type { NodePresence, PresenceChange } from "./presence.ts";
import type { Realtime } from "./realtime.ts";

/** Sessions and keys also end by themselves; so often it is looked at. */
const CHECK_CALLERS_MS = 60_000;

/** Makes the definition of the service that keeps `realtime` up to date; the doors are services of their own. */
export function realtimeService({ feed, rooms, tasks, callers }: Realtime) {
	return defineService<{ broker: LyceumBroker }>({
		name: "realtime",
		emits: [PRESENCE_CHANGED, PRESENCE_TOLD],

		events: {
			[PRESENCE_CHANGED.name](ctx: Ctx<PresenceChange>) {
				rooms.apply(ctx.params);
			},

			[PRESENCE_TOLD.name](ctx: Ctx<NodePresence>) {
				rooms.replace(ctx.params);
			},

			// A node that is new, or back, does not know who is here; one that is gone has nobody any more.
			"$node.connected"(this: { broker: LyceumBroker }) {
				return this.broker.broadcast(PRESENCE_TOLD.name, rooms.own());
			},

			"$node.disconnected"(ctx: Ctx<{ node: { id: string } }>) {
				rooms.replace({ node: ctx.params.node.id, members: [] });
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
			const checking = setInterval(() => {
				callers
					.refreshAll()
					.catch(error => this.logger.warn("The connections were not checked", error));
			}, CHECK_CALLERS_MS).unref();
			this.onStop(() => clearInterval(checking));
			tasks.start();
			this.onStop(() => tasks.stop());
		},

		stopped() {
			callers.endAll();
		}
	});
}

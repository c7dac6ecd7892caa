/** The parts of realtime that all doors share on this node. */
import type { Caller, CollectionDescription, LyceumBroker } from "../../mixins/index.ts";
import { scopeOf } from "../../mixins/ability.ts";
import type { Readable } from "../../mixins/collection/represent.ts";
import type { Rules } from "../abilities/rules.ts";
import { ChangeLog, type LoggedChange } from "../audit/change-log.ts";
import { readProgress } from "../jobs/read-progress.ts";
import type { Config } from "../kernel/config.ts";
import type { Runtime } from "../kernel/runtime.ts";
import type { LogRing } from "../logs/log-ring.ts";
import type { Streams } from "../streams/streams.ts";
import { Calls } from "./calls.ts";
import { ChangesSource } from "./changes-source.ts";
import { Callers } from "./callers.ts";
import { ChangeFeed } from "./change-feed.ts";
import { ConnectionLimits } from "./connection-limits.ts";
import { PRESENCE_ASKED, PRESENCE_CHANGED } from "./events.ts";
import { LogsSource } from "./logs-source.ts";
import { MessageLimits } from "./message-limits.ts";
import { RealtimeMetrics } from "./metrics.ts";
import { RoomsSource } from "./rooms-source.ts";
import { ScreensSource } from "./screens-source.ts";
import { StreamsSource } from "./streams-source.ts";
import { Subscriptions } from "./subscriptions.ts";
import { TaskSource } from "./task-source.ts";

export interface Realtime {
	feed: ChangeFeed;
	rooms: RoomsSource;
	screens: ScreensSource;
	tasks: TaskSource;
	messages: StreamsSource;
	streams: Streams;
	subscriptions: Subscriptions;
	callers: Callers;
	calls: Calls;
	metrics: RealtimeMetrics;
	messageLimits: MessageLimits;
	connectionLimits: ConnectionLimits;
}

/** Puts the parts together; `report` hears of what went wrong where no client waits for it. */
export function createRealtime(
	broker: LyceumBroker,
	runtime: Runtime,
	{ rules, streams, logs }: { rules: Rules; streams: Streams; logs: LogRing },
	report: (error: unknown) => void
): Realtime {
	const metrics = new RealtimeMetrics(broker.metrics);
	const log = new ChangeLog(runtime.connection);
	const feed = new ChangeFeed(log, {
		handle: change => handOn(change),
		// With the changes, the word that sessions have ended may be lost.
		missed: () => callers.refreshAll(),
		report
	});
	const changes = new ChangesSource({
		log,
		feed,
		abilities: rules,
		describe: name => describe(broker, name),
		tooSlow: connection => callers.drop(connection, "too-slow"),
		report
	});
	const rooms = new RoomsSource({
		node: broker.nodeID,
		mayRead: (caller, collection, id) => mayRead(broker, runtime, caller, collection, id),
		position: () => feed.position,
		announce: change => void broker.broadcast(PRESENCE_CHANGED.name, change),
		ask: node => void broker.broadcast(PRESENCE_ASKED.name, { node }),
		measured: (inUse, members) => metrics.present(inUse, members)
	});
	const screens = new ScreensSource(() => feed.position);
	const messages = new StreamsSource({
		driver: streams.driver,
		isKnown: name => streams.catalogue.streams().some(known => known.name === name),
		abilities: rules,
		tooSlow: connection => callers.drop(connection, "too-slow"),
		report
	});
	const lines = new LogsSource({
		ring: logs,
		abilityOf: caller => runtime.abilityOf(caller),
		position: () => feed.position
	});
	const tasks = new TaskSource({
		read: (ids, caller) =>
			readProgress(runtime.connection, ids, caller ? runtime.abilityOf(caller) : null),
		position: () => feed.position,
		report
	});
	const subscriptions = new Subscriptions(
		[changes, rooms, screens, tasks, messages, lines],
		metrics
	);
	const callers = new Callers(known => runtime.refreshCallers(known), subscriptions, metrics);
	const messageLimits = new MessageLimits(
		() => runtime.limits,
		connection => callers.drop(connection, "too-many-messages")
	);
	const calls = new Calls(broker, messageLimits);
	const connectionLimits = new ConnectionLimits(mostConnections(runtime.config), metrics);

	/** Rights are changed by documents too: such a change and what comes after it is told by the new ones. */
	async function handOn(change: LoggedChange) {
		if (change.collection === "users") await callers.refreshUser(change.documentId);
		if (change.collection === "roles") {
			await rules.reloadStored();
			await callers.rulesChanged();
		}
		await changes.deliver(change);
	}

	return {
		feed,
		rooms,
		screens,
		tasks,
		messages,
		streams,
		subscriptions,
		callers,
		calls,
		metrics,
		messageLimits,
		connectionLimits
	};
}

function mostConnections({ rateLimits, socketsPerUser, socketsPerAddress }: Config) {
	if (!rateLimits) return { user: Infinity, address: Infinity };
	return { user: socketsPerUser, address: socketsPerAddress };
}

/** Tells whether a document is there for the caller. */
async function mayRead(
	broker: LyceumBroker,
	runtime: Runtime,
	caller: Caller,
	collection: string,
	id: string
): Promise<boolean> {
	const readable = describe(broker, collection);
	const scope = readable && scopeOf(runtime.abilityOf(caller), "read", readable.subject);
	if (!scope) return false;
	const query = { $and: [{ _id: id }, scope] };
	const found = await runtime.connection
		.collection(collection)
		.findOne(query as object, { projection: { _id: 1 } });
	return found !== null;
}

interface ListedService {
	metadata?: { collections?: CollectionDescription[] };
}

function describe({ registry }: LyceumBroker, name: string): Readable | undefined {
	const services = registry.getServiceList({ grouping: true }) as unknown as ListedService[];
	const found = services
		.flatMap(({ metadata }) => metadata?.collections ?? [])
		.find(described => described.name === name);
	if (!found) return undefined;
	const { subject, fields, hiddenPaths } = found;
	return { subject, hiddenPaths, fields: new Map(fields.map(field => [field.path, field])) };
}

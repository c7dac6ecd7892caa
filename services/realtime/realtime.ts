/** The parts of realtime that all doors share on this node. */
import type { CollectionDescription, LyceumBroker } from "../../mixins/index.ts";
import type { Readable } from "../../mixins/collection/represent.ts";
import type { Rules } from "../abilities/rules.ts";
import { ChangeLog, type LoggedChange } from "../audit/change-log.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { Callers } from "./callers.ts";
import { ChangeFeed } from "./change-feed.ts";
import { Subscriptions } from "./subscriptions.ts";

export interface Realtime {
	feed: ChangeFeed;
	subscriptions: Subscriptions;
	callers: Callers;
}

/** Puts the parts together; `report` hears of what went wrong where no client waits for it. */
export function createRealtime(
	broker: LyceumBroker,
	runtime: Runtime,
	rules: Rules,
	report: (error: unknown) => void
): Realtime {
	const log = new ChangeLog(runtime.connection);
	const feed = new ChangeFeed(log, change => handOn(change), report);
	const subscriptions = new Subscriptions({
		log,
		feed,
		abilities: rules,
		describe: name => describe(broker, name)
	});
	const callers = new Callers(caller => runtime.standingOf(caller), subscriptions);

	/** Rights are changed by documents too: what comes after such a change is told by the new ones. */
	async function handOn(change: LoggedChange) {
		subscriptions.deliver(change);
		if (change.collection === "users") await callers.refreshUser(change.documentId);
		if (change.collection !== "roles") return;
		await rules.reloadStored();
		callers.rulesChanged();
	}

	return { feed, subscriptions, callers };
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

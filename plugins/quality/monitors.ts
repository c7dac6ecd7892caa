/** What monitors do: check what changed once it rests, and all that they watch every so often. */
import { newId, type LyceumBroker, type ServiceMembers, type Stored } from "lyceum";
import { CHECK } from "./jobs.ts";
import { QualityCheck } from "./models/check.model.ts";
import { QualityFinding } from "./models/finding.model.ts";
import { QualityItem, type ItemStateFields } from "./models/item-state.model.ts";
import { QualityMonitor, type MonitorFields } from "./models/monitor.model.ts";
import { QualityReport } from "./models/report.model.ts";

const HOUR_MS = 60 * 60 * 1000;

type Service = Pick<ServiceMembers, "model" | "logger"> & { broker: LyceumBroker };
export type Scope = Pick<MonitorFields, "itemId" | "collectionId" | "all">;

/** Queues a check that nobody asked for; two nodes that hear of one change make one. */
export async function queueCheck(
	{ model, broker }: Service,
	scope: Scope,
	key: string
): Promise<void> {
	const _id = newId();
	const { itemId, collectionId, all } = scope;
	const task = await broker.kernel.transaction(async () => {
		const queued = await broker.kernel.enqueue({
			job: CHECK.name,
			payload: { checkId: _id },
			askedBy: null,
			requestId: null,
			key
		});
		return queued;
	});
	await model(QualityCheck).create([
		{
			_id,
			taskId: task.id,
			all,
			...(itemId && { itemId }),
			...(collectionId && { collectionId })
		}
	]);
}

/** Tells whether a monitor watches an item. */
export async function isWatched({ model }: Service, itemId: string): Promise<boolean> {
	const state = await model(QualityItem)
		.findOne({ _id: itemId }, { collectionIds: 1 })
		.lean<ItemStateFields & Stored>();
	const found = await model(QualityMonitor).exists({
		enabled: true,
		onChange: true,
		$or: [{ all: true }, { itemId }, { collectionId: { $in: state?.collectionIds ?? [] } }]
	});
	return found !== null;
}

export interface Watched {
	started: number;
	reopened: number;
	removed: number;
}

/** Starts what is due, opens findings whose waiver is over, and removes reports whose time has passed. */
export async function watch(service: Service, now = new Date()): Promise<Watched> {
	const monitors = service.model(QualityMonitor);
	const due = await monitors
		.find({ enabled: true, everyHours: { $gt: 0 }, nextAt: { $lte: now } })
		.lean<(MonitorFields & Stored)[]>();
	for (const monitor of due) {
		const { _id, everyHours, nextAt } = monitor;
		await queueCheck(service, monitor, `monitor:${_id}@${nextAt!.getTime()}`);
		await monitors.updateOne(
			{ _id },
			{ $set: { lastAt: now, nextAt: new Date(now.getTime() + everyHours * HOUR_MS) } }
		);
	}
	const { modifiedCount } = await service
		.model(QualityFinding)
		.updateMany(
			{ state: "waived", "waiver.until": { $ne: null, $lte: now } },
			{ $set: { state: "open" }, $unset: { waiver: 1 }, $inc: { reopened: 1 } }
		);
	const removed = await removeExpired(service, now);
	return { started: due.length, reopened: modifiedCount, removed };
}

/** One by one, so that each takes its file along. */
async function removeExpired({ model, broker }: Service, now: Date): Promise<number> {
	const expired = await model(QualityReport)
		.find({ expiresAt: { $lte: now } }, { _id: 1 })
		.lean<{ _id: string }[]>();
	for (const { _id: id } of expired) await broker.call("qualityReports.remove", { id });
	return expired.length;
}

/** When a monitor checks next, for one that is saved. */
export function nextTime(
	{ everyHours, nextAt }: Pick<MonitorFields, "everyHours" | "nextAt">,
	now = new Date()
): Date | null {
	return everyHours > 0 ? (nextAt ?? new Date(now.getTime() + everyHours * HOUR_MS)) : null;
}

/** Waits until an item rests: each change begins the wait anew. */
export class Debounce {
	readonly #timers = new Map<string, NodeJS.Timeout>();

	wait(id: string, milliseconds: number, work: () => void): void {
		clearTimeout(this.#timers.get(id));
		const timer = setTimeout(() => {
			this.#timers.delete(id);
			work();
		}, milliseconds);
		this.#timers.set(id, timer);
	}

	close(): void {
		for (const timer of this.#timers.values()) clearTimeout(timer);
		this.#timers.clear();
	}
}

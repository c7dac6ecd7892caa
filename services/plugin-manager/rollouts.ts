/**
 * Carries a change of what should run over all nodes. One node coordinates: it goes first, then the others
 * follow; when one cannot, the coordinator alone sets everything back. Each step is a compare-and-set of the
 * plugin's document, so that a coordinator that was taken for dead cannot undo what another one did.
 */
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Service } from "moleculer";
import { hasType, type LyceumBroker } from "../../mixins/index.ts";
import type { Members } from "../nodes/members.ts";
import type { Actual, ActualPlugin } from "./actual.ts";
import type { Desired, DesiredPlugin, Rollout } from "./desired.ts";
import { errors } from "./errors.ts";
import type { PluginManager } from "./manager.ts";
import type { Migrations } from "./migrations/migrations.ts";
import { reasonOf } from "./reason.ts";
import type { RolloutReports } from "./rollout-reports.ts";

/** Tells the other nodes to look at what is desired. */
export const PLUGINS_CHANGED = "plugins.plugin.changed";

/** How long the others may take to follow: they load, start and drain like the first one. */
const FOLLOW_DEADLINE_MS = 60_000;
const LOOK_EVERY_MS = 100;

const ALIVE_EVERY_MS = 2000;
const ABANDONED_AFTER_MS = 10_000;

interface RolloutParts {
	desired: Desired;
	actual: Actual;
	manager: PluginManager;
	members: Members;
	migrations: Migrations;
	reports: RolloutReports;
	/** Called when what may be kept of packages has changed. */
	removeUnused: () => Promise<void>;
}

export class Rollouts {
	readonly #broker: LyceumBroker;
	readonly #parts: RolloutParts;

	constructor(broker: LyceumBroker, parts: RolloutParts) {
		this.#broker = broker;
		this.#parts = parts;
	}

	/** The beginning of a rollout to other nodes; null where there are none. */
	async begin(before: DesiredPlugin | null): Promise<Rollout | null> {
		const nodes = await this.#parts.members.withPlugins();
		if (nodes.every(node => node === this.#broker.nodeID)) return null;
		return {
			id: randomUUID(),
			coordinator: this.#broker.nodeID,
			phase: "first",
			aliveAt: new Date(),
			before: before && { ...before, rollout: null }
		};
	}

	/** Lets this node follow, then the others; when one of them cannot, sets everything back and throws why. */
	async carryOut(after: DesiredPlugin, before: DesiredPlugin | null): Promise<DesiredPlugin> {
		let current = after;
		const end = this.#keepAlive(after.rollout);
		try {
			if (current.rollout?.phase !== "all") {
				await this.#goFirst(current);
				current = await this.#letOthersFollow(current);
			}
			current = await this.#awaitOthers(current);
		} catch (error) {
			// Another coordinator has taken over: what is to be done now is its business.
			if (hasType(error, errors.CHANGED_MEANWHILE.type)) throw error;
			await this.#setBack(current, before, error);
			throw error;
		} finally {
			end();
			await this.#parts.migrations.endPause(after._id);
		}
		await this.announce(after._id);
		return current;
	}

	/** Throws when a node does not run the version that is desired. */
	async requireEverywhere({ _id: name, version, integrity }: DesiredPlugin): Promise<void> {
		const { actual, members } = this.#parts;
		const present = await members.withPlugins();
		const reports = (await actual.of(present)).filter(report => report.name === name);
		const runs = ({ state, integrity: found }: ActualPlugin) =>
			state === "started" && found === integrity;
		const follow = new Set(reports.filter(runs).map(({ nodeId }) => nodeId));
		const nodes = present.filter(nodeId => !follow.has(nodeId));
		if (nodes.length > 0) throw errors.NOT_DRAINED({ name, version, nodes });
	}

	/** Takes over what a coordinator that is gone has left half done. */
	async takeOver(logger: Service["logger"]): Promise<void> {
		const { desired, reports } = this.#parts;
		for (const plugin of await desired.abandoned(ABANDONED_AFTER_MS)) {
			const { coordinator: lost } = plugin.rollout!;
			const rollout = { ...plugin.rollout!, coordinator: this.#broker.nodeID };
			logger.warn(`The rollout of "${plugin._id}" is taken over from ${lost}`);
			try {
				const taken = await desired.change(plugin, {
					rollout: { ...rollout, aliveAt: new Date() }
				});
				await reports.forget(rollout.id);
				await this.#finish(taken, rollout, lost);
			} catch (error) {
				if (hasType(error, errors.CHANGED_MEANWHILE.type)) continue;
				logger.error(`The rollout of "${plugin._id}" has failed: ${reasonOf(error)}`);
			}
		}
	}

	/** Tells the other nodes to look. One that does not hear it sees so by itself a little later. */
	async announce(name: string): Promise<void> {
		await this.#broker.broadcast(PLUGINS_CHANGED, { name });
	}

	/** A version that no node but the lost one is known to have started is not tried on the others. */
	async #finish(taken: DesiredPlugin, { phase, before }: Rollout, lost: string) {
		if (phase === "all") {
			await this.carryOut(taken, before);
			return;
		}
		const failure = errors.COORDINATOR_LOST({ name: taken._id, nodeId: lost });
		await this.#setBack(taken, before, failure);
	}

	async #goFirst(plugin: DesiredPlugin) {
		const { manager, migrations } = this.#parts;
		const { _id: name, enabled } = plugin;
		if (enabled) await migrations.expand(plugin);
		await manager.converge();
		const failure = enabled ? manager.failureOf(name) : undefined;
		if (failure !== undefined) throw failure;
	}

	async #letOthersFollow(plugin: DesiredPlugin): Promise<DesiredPlugin> {
		if (!plugin.rollout) return plugin;
		const rollout = { ...plugin.rollout, phase: "all" as const };
		const next = await this.#parts.desired.change(plugin, { rollout });
		await this.announce(plugin._id);
		return next;
	}

	/** Waits until every node that is there has followed; throws when one cannot. */
	async #awaitOthers(plugin: DesiredPlugin): Promise<DesiredPlugin> {
		const { rollout, _id: name } = plugin;
		if (!rollout) return plugin;
		const { desired, members, reports } = this.#parts;
		const deadline = Date.now() + FOLLOW_DEADLINE_MS;
		for (;;) {
			const [present, reported] = await Promise.all([
				members.withPlugins(),
				reports.of(rollout.id)
			]);
			const failed = reported.find(({ failure }) => failure !== null);
			if (failed) throw nodeFailed(name, failed.nodeId, failed.failure!);
			const followed = new Set(reported.map(({ nodeId }) => nodeId));
			followed.add(this.#broker.nodeID);
			const missing = present.find(nodeId => !followed.has(nodeId));
			if (missing === undefined) break;
			if (Date.now() > deadline)
				throw nodeFailed(
					name,
					missing,
					`it did not follow in ${FOLLOW_DEADLINE_MS / 1000} s`
				);
			await setTimeout(LOOK_EVERY_MS);
		}
		const done = await desired.change(plugin, { rollout: null });
		await reports.forget(rollout.id);
		return done;
	}

	async #setBack(current: DesiredPlugin, before: DesiredPlugin | null, failure: unknown) {
		const { desired, actual, manager, migrations, reports, removeUnused } = this.#parts;
		const { _id: name, version, rollout } = current;
		if (before) {
			// Before the older version writes on without them.
			await migrations.reopen(name, before);
			const lastFailure = { version, reason: reasonOf(failure), at: new Date() };
			await desired.change(current, { ...before, rollout: null, lastFailure });
		} else {
			await desired.remove(current);
			await actual.forget(name);
		}
		await manager.converge();
		await this.announce(name);
		if (rollout) await reports.forget(rollout.id);
		await removeUnused();
	}

	/** Returns what ends it. */
	#keepAlive(rollout: Rollout | null | undefined) {
		if (!rollout) return () => undefined;
		// A sign that the store did not take is followed by the next one; too many of them end the rollout.
		const give = () => void this.#parts.desired.keepAlive(rollout).catch(() => undefined);
		const timer = setInterval(give, ALIVE_EVERY_MS).unref();
		return () => clearInterval(timer);
	}
}

function nodeFailed(name: string, nodeId: string, reason: string) {
	return errors.NODE_FAILED({ name, nodeId, reason });
}

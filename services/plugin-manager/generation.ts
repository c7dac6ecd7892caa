/**
 * One generation of a plugin: the Moleculer services that were made of one load of its modules. It uses
 * the registry's internals to take calls away from a generation before it is stopped, see the README.
 */
import type { Service } from "moleculer";
import type { ActingPlugin, LyceumBroker, LyceumSchema } from "../../mixins/index.ts";
import { actAs } from "../kernel/acting-plugin.ts";
import { withDeadline } from "../kernel/deadline.ts";
import type { Jobs } from "../jobs/jobs.ts";
import {
	createPluginService,
	type GenerationSettings,
	type GiveWay,
	type PluginService
} from "./plugin-service.ts";
import { mayFollow, type State } from "./lifecycle.ts";

/** Beyond the broker's own limit for the requests in flight; the jobs in flight may take longer. */
const STOP_DEADLINE_MS = 40_000;

/** Where the registry keeps endpoints; it never drops a list that has become empty. */
interface RegistryLists {
	actions: { actions: Map<string, { endpoints: unknown[] }> };
	events: { events: { endpoints: unknown[] }[] };
}

/** Where the broker keeps the logger of every service that ever was. */
interface Loggers {
	loggerFactory: { cache: Map<string, object>; getBindingsKey(bindings: object): string };
}

/** Forgets what is kept about a service outside of it: metrics, rules. */
export type Forget = (service: Service) => void;

/** What a generation has around it. */
export interface Surroundings {
	forget: Forget;
	jobs: Pick<Jobs, "isWorking" | "leave" | "handOverMs">;
	/** How long the start of one service may take, and the loading of a version's modules. */
	startDeadlineMs: number;
	/** Lets requests be answered between two steps. */
	giveWay: GiveWay;
}

export class Generation {
	readonly #broker: LyceumBroker;
	readonly #plugin: ActingPlugin;
	readonly #around: Surroundings;
	readonly #services: PluginService[] = [];
	#state: State = "validated";

	constructor(broker: LyceumBroker, plugin: ActingPlugin, around: Surroundings) {
		this.#broker = broker;
		this.#plugin = plugin;
		this.#around = around;
	}

	get state(): State {
		return this.#state;
	}

	/** Starts all services of the plugin; when one fails, those that run are stopped again. */
	async start(
		schemas: LyceumSchema[],
		number: number,
		settings: GenerationSettings
	): Promise<void> {
		this.#enter("loaded");
		try {
			for (const schema of schemas)
				await actAs(this.#plugin, () => this.#startService(schema, number, settings));
			this.#enter("started");
		} catch (error) {
			this.#enter("failed");
			this.#leaveJobs();
			await this.#release();
			throw error;
		}
	}

	/** True while a task is worked on in it. */
	get isWorking(): boolean {
		return this.#services.some(service => this.#around.jobs.isWorking(service));
	}

	/**
	 * Takes no more calls, lets those in flight end, and stops; harmless when called again. Where another
	 * generation goes on, a task may stay for a while; otherwise it is handed over at once.
	 */
	async stop(goesOn = false): Promise<void> {
		if (this.#state !== "started") return;
		this.#enter("draining");
		if (!goesOn) this.#leaveJobs();
		await this.#release(goesOn);
		this.#enter("stopped");
		this.#enter("unloaded");
	}

	/** Takes all calls away at once, then stops one service after the other, the newest first. */
	async #release(goesOn = false) {
		for (const service of this.#services) this.#unregister(service);
		if (this.#services.length > 0) this.#broker.servicesChanged(true);
		// The generation that goes on has nothing in its caches yet.
		if (goesOn) await this.#around.giveWay();
		for (let service = this.#services.pop(); service; service = this.#services.pop()) {
			const stopping = service;
			await actAs(this.#plugin, () => this.#stopService(stopping));
		}
	}

	#leaveJobs() {
		for (const service of this.#services) this.#around.jobs.leave(service);
	}

	/** Gives running services new settings, and tells them. */
	async changeSettings(settings: Record<string, unknown>): Promise<void> {
		for (const service of this.#services) {
			const previous = { ...service.settings };
			Object.assign(service.settings, settings);
			const { settingsChanged } = service.schema as LyceumSchema;
			await actAs(this.#plugin, () => settingsChanged?.call(service as never, previous));
		}
	}

	async #startService(schema: LyceumSchema, number: number, settings: GenerationSettings) {
		const { giveWay } = this.#around;
		const service = createPluginService(this.#broker, schema, number, settings, giveWay);
		this.#services.push(service);
		const starting = service._start();
		// A start that ends after its deadline must not register a service that was given up.
		starting.then(
			() => this.#services.includes(service) || this.#unregister(service),
			() => undefined
		);
		await withDeadline(starting, this.#around.startDeadlineMs, "the start");
	}

	#enter(state: State) {
		if (!mayFollow(this.#state, state))
			throw new Error(`A plugin that is ${this.#state} cannot be ${state}`);
		this.#state = state;
	}

	/** Takes a service out of the registry, with the lists of actions and events that nobody else is in. */
	#unregister(service: PluginService) {
		const { registry, nodeID } = this.#broker;
		registry.unregisterService(service.fullName, nodeID);
		const { actions, events } = registry as unknown as RegistryLists;
		for (const [name, { endpoints }] of actions.actions)
			if (endpoints.length === 0) actions.actions.delete(name);
		events.events = events.events.filter(({ endpoints }) => endpoints.length > 0);
	}

	async #stopService(service: PluginService) {
		const { logger } = service;
		// `destroyService` swallows what `stopped` throws, and waits for one that never ends.
		await withDeadline(
			this.#broker.destroyService(service),
			STOP_DEADLINE_MS + this.#around.jobs.handOverMs,
			"the stop"
		).catch(error => logger.error(error));
		await withDeadline(service.releaseAll(), STOP_DEADLINE_MS, "the release").catch(error =>
			logger.error(error)
		);
		this.#broker.services = this.#broker.services.filter(other => other !== service);
		this.#forgetLogger(service);
		this.#around.forget(service);
	}

	#forgetLogger({ fullName: mod }: PluginService) {
		const { nodeID, namespace: ns } = this.#broker;
		const { loggerFactory } = this.#broker as unknown as Loggers;
		loggerFactory.cache.delete(loggerFactory.getBindingsKey({ nodeID, ns, mod }));
	}
}

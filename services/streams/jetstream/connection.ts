/** The one connection to NATS: it is looked for without end, so that what uses it recovers by itself. */
import { connect, Events, type JetStreamManager, type NatsConnection } from "nats";
import { natsOptions, type NatsOptions } from "../../kernel/nats-options.ts";

/** A server that is away is looked for this often. */
const RECONNECT_MS = 1000;
/** One that refuses, because of a wrong password, is asked again less often. */
const REFUSED_PAUSE_MS = 5000;
/** How long a silent server counts as there; the default of two minutes is longer than any lease. */
const PING_EVERY_MS = 10_000;
const REQUEST_TIMEOUT_MS = 5000;

export class NatsAway extends Error {
	override name = "NatsAway";
}

export class Connection {
	readonly #options: NatsOptions;
	readonly #connected: () => void;
	readonly #failed: (error: unknown) => void;
	#timer: NodeJS.Timeout | undefined;
	#connecting: Promise<void> | null = null;
	#nats: NatsConnection | null = null;
	#manager: JetStreamManager | null = null;
	#isUp = false;
	#closed = false;

	/** `connected` hears of every new connection, `failed` of each that is lost or refused. */
	constructor(url: string, connected: () => void, failed: (error: unknown) => void) {
		this.#options = natsOptions(url);
		this.#connected = connected;
		this.#failed = failed;
	}

	/** Begins to connect; a server that is away does not hold anybody up. */
	open(): void {
		this.#connecting = this.#connect().catch(error => {
			this.#failed(error);
			if (this.#closed) return;
			this.#timer = setTimeout(() => this.open(), REFUSED_PAUSE_MS).unref();
		});
	}

	/** The connection; throws `NatsAway` while there is none, because NATS would send later what it is given now. */
	get nats(): NatsConnection {
		if (this.#nats === null || !this.#isUp) throw new NatsAway("NATS does not answer");
		return this.#nats;
	}

	get manager(): JetStreamManager {
		if (this.#manager === null || !this.#isUp) throw new NatsAway("NATS does not answer");
		return this.#manager;
	}

	async close(): Promise<void> {
		this.#closed = true;
		clearTimeout(this.#timer);
		// One that is still looked for ends as soon as it is found, or with the process.
		if (this.#nats) await this.#connecting;
		await this.#nats?.close();
	}

	async #connect() {
		const nats = await connect({
			...this.#options,
			waitOnFirstConnect: true,
			maxReconnectAttempts: -1,
			// A password that is changed on one side first must not end the search.
			ignoreAuthErrorAbort: true,
			reconnectTimeWait: RECONNECT_MS,
			pingInterval: PING_EVERY_MS,
			timeout: REQUEST_TIMEOUT_MS
		});
		if (this.#closed) return nats.close();
		this.#nats = nats;
		this.#manager = await nats.jetstreamManager({
			checkAPI: false,
			timeout: REQUEST_TIMEOUT_MS
		});
		this.#isUp = true;
		this.#connected();
		void this.#follow(nats);
	}

	async #follow(nats: NatsConnection) {
		for await (const { type } of nats.status()) {
			if (type === Events.Disconnect && this.#isUp) {
				this.#isUp = false;
				this.#failed(new NatsAway("The connection to NATS was lost"));
			}
			if (type === Events.Reconnect) {
				this.#isUp = true;
				this.#connected();
			}
		}
	}
}

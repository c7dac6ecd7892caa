/**
 * A member of a group in one partition: asks for one message, works on it, acknowledges it, asks for the
 * next. The subscription is drained at the end, so that a message which is on its way is handed back.
 */
import { createInbox, nanos, type Msg, type Subscription as NatsSubscription } from "nats";
import type { Subscription } from "../driver.ts";
import { type Connection, NatsAway } from "./connection.ts";
import { decode } from "./encoding.ts";

/** How long a question for a message stays open. */
const ASK_FOR_MS = 30_000;
/** A question that was lost is asked again. */
const ASK_AGAIN_MS = ASK_FOR_MS + 2000;
const PAUSE_MS = 1000;
const ACK_TIMEOUT_MS = 5000;
const SIGNS_PER_WAIT = 3;

interface Place {
	streamName: string;
	consumerName: string;
}

export class Member {
	readonly #connection: Connection;
	readonly #subscription: Subscription;
	readonly #place: Place;
	readonly #ackWaitMs: number;
	/** Makes the consumer at NATS, unless it is there. */
	readonly #ensure: () => Promise<void>;
	readonly #failed: (error: unknown) => void;
	#inbox: NatsSubscription | null = null;
	#busy: Promise<void> | null = null;
	#timer: NodeJS.Timeout | undefined;
	#stopped = false;

	constructor(
		connection: Connection,
		subscription: Subscription,
		place: Place,
		ackWaitMs: number,
		ensure: () => Promise<void>,
		failed: (error: unknown) => void
	) {
		this.#connection = connection;
		this.#subscription = subscription;
		this.#place = place;
		this.#ackWaitMs = ackWaitMs;
		this.#ensure = ensure;
		this.#failed = failed;
	}

	/** Begins, or begins anew after the connection was lost. */
	async start(): Promise<void> {
		if (this.#stopped || this.#busy) return;
		clearTimeout(this.#timer);
		try {
			await this.#ensure();
			this.#inbox ??= this.#connection.nats.subscribe(createInbox(), {
				callback: (_error, message) => this.#take(message)
			});
			this.#ask();
		} catch (error) {
			if (!(error instanceof NatsAway)) this.#failed(error);
			this.#startAfter(PAUSE_MS);
		}
	}

	/** Takes nothing more, waits for what is worked on, and hands back what is on its way. */
	async stop(): Promise<void> {
		this.#stopped = true;
		clearTimeout(this.#timer);
		await this.#busy;
		await this.#inbox?.drain().catch(() => undefined);
	}

	#ask() {
		if (this.#stopped || this.#busy || this.#inbox === null) return;
		const { streamName, consumerName } = this.#place;
		const question = JSON.stringify({ batch: 1, expires: nanos(ASK_FOR_MS) });
		this.#connection.nats.publish(
			`$JS.API.CONSUMER.MSG.NEXT.${streamName}.${consumerName}`,
			question,
			{ reply: this.#inbox.getSubject() }
		);
		this.#startAfter(ASK_AGAIN_MS);
	}

	#askAgain() {
		try {
			this.#ask();
		} catch {
			// The connection is gone: it starts anew with the next one.
			this.#startAfter(PAUSE_MS);
		}
	}

	#startAfter(milliseconds: number) {
		clearTimeout(this.#timer);
		if (this.#stopped) return;
		this.#timer = setTimeout(() => void this.start(), milliseconds).unref();
	}

	#take(message: Msg) {
		const status = message.headers?.code ?? 0;
		if (status === 100) return;
		// A question that has expired is asked again; a consumer that is not there is made again first.
		if (status === 408) return this.#askAgain();
		if (status !== 0) return this.#startAfter(PAUSE_MS);
		if (this.#stopped || this.#busy) return void message.respond("-NAK");
		clearTimeout(this.#timer);
		this.#busy = this.#workOn(message)
			.catch(error => {
				if (!(error instanceof NatsAway)) this.#failed(error);
			})
			.finally(() => {
				this.#busy = null;
				this.#askAgain();
			});
	}

	async #workOn(message: Msg) {
		const signs = setInterval(() => message.respond("+WPI"), this.#ackWaitMs / SIGNS_PER_WAIT);
		try {
			const entry = decode(message.data);
			const outcome = await this.#subscription.deliver(entry, attemptOf(message));
			if (outcome)
				message.respond(`-NAK ${JSON.stringify({ delay: nanos(outcome.retryAfterMs) })}`);
			else await this.#acknowledge(message);
		} finally {
			clearInterval(signs);
		}
	}

	/** Waits until NATS has noted it, so that a message is not delivered again after its effect. */
	async #acknowledge(message: Msg) {
		await this.#connection.nats.request(message.reply!, "+ACK", { timeout: ACK_TIMEOUT_MS });
	}
}

/** `$JS.ACK.<stream>.<consumer>.<deliveries>.…`, or with domain and account before the stream. */
function attemptOf({ reply = "" }: Msg): number {
	const tokens = reply.split(".");
	return Number(tokens[tokens.length === 9 ? 4 : 6]);
}

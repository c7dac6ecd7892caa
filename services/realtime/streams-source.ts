/** Messages of durable streams as they come, for who may read them; resumed by their place in the stream. */
import { accessErrors, type Caller } from "../../mixins/index.ts";
import { fieldScope } from "../../mixins/collection/access.ts";
import type { LoggedChange } from "../audit/change-log.ts";
import type { PlacedEntry, StreamDriver } from "../streams/driver.ts";
import { errors as streamErrors } from "../streams/errors.ts";
import type { Connection } from "./connection.ts";
import { deliveriesOf, type Abilities } from "./deliveries.ts";
import { errors } from "./errors.ts";
import { Group, type Topic } from "./group.ts";
import { Groups } from "./groups.ts";
import { MAX_REPLAY, replay } from "./replay.ts";
import { topicOf, type Asked } from "./request.ts";
import { sendDeliveries } from "./send-deliveries.ts";
import { arrivalOf, mayFollow, MESSAGES, readStreamRequest } from "./stream-messages.ts";
import { StreamTail } from "./stream-tail.ts";
import type { RevokeReason, Source, Subscribed, Subscription } from "./subscription.ts";

/** What an API key needs, as for the same over REST. */
const SCOPE = "streams.read";

interface Parts {
	driver: Pick<StreamDriver, "ends" | "between">;
	isKnown: (stream: string) => boolean;
	abilities: Abilities;
	tooSlow: (connection: Connection) => void;
	report: (error: unknown) => void;
}

interface StreamSubscription extends Subscription {
	topic: Topic;
	group: Group;
}

export class StreamsSource implements Source {
	readonly key = "stream";
	size = 0;
	readonly #parts: Parts;
	readonly #groups = new Groups();
	/** Of the streams that somebody listens to. */
	readonly #tails = new Map<string, StreamTail>();

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	async open(connection: Connection, request: Record<string, unknown>): Promise<Subscribed> {
		const asked = readStreamRequest(request);
		const { collection: stream, since } = asked;
		if (!this.#parts.isKnown(stream)) throw streamErrors.NOT_FOUND({ name: stream });
		const topic = streamTopic(asked);
		this.#requireRead(connection.caller, topic);
		const tail = this.#tailOf(stream);
		await reached(tail.start());
		if (since === null) return this.#add(topic, connection, tail);
		await this.#requireKept(stream, since);
		return this.#resume(topic, connection, tail, since);
	}

	close(subscription: Subscription): void {
		const { group } = subscription as StreamSubscription;
		group.remove(subscription);
		this.#groups.tidy(group);
		this.size--;
	}

	callerChanged(subscription: Subscription): boolean {
		const { topic, connection } = subscription as StreamSubscription;
		if (!this.#mayRead(connection.caller, topic)) return false;
		this.close(subscription);
		this.#place(subscription as StreamSubscription);
		return true;
	}

	lost(): [Subscription, RevokeReason][] {
		return [...this.#groups.all()]
			.filter(([stream]) => !this.#parts.isKnown(stream))
			.flatMap(([, groups]) => groups.flatMap(({ subscriptions }) => subscriptions))
			.map(subscription => [subscription, "gone"]);
	}

	/** Looks for new messages on these streams; on all that somebody listens to without names. */
	look(streams: Iterable<string> = this.#tails.keys()): void {
		for (const stream of streams) {
			if (this.#groups.has(stream)) this.#tails.get(stream)?.look();
			// Nobody listens any more; who does again begins at the end of then.
			else this.#tails.delete(stream);
		}
	}

	#tailOf(stream: string): StreamTail {
		const known = this.#tails.get(stream);
		if (known) return known;
		const { driver, report } = this.#parts;
		const handle = (placed: PlacedEntry) => this.#deliver(placed);
		const tail = new StreamTail({ stream, driver, handle, report });
		this.#tails.set(stream, tail);
		return tail;
	}

	#deliver(placed: PlacedEntry) {
		const arrival = arrivalOf(placed);
		if (arrival) for (const group of this.#groups.about(arrival)) this.#tell(group, arrival);
	}

	#tell(group: Group, arrival: LoggedChange) {
		const { abilities } = this.#parts;
		sendDeliveries(deliveriesOf(arrival, group, MESSAGES, abilities));
	}

	#add(topic: Topic, connection: Connection, tail: StreamTail): Subscribed {
		this.#tails.set(topic.collection, tail);
		if (!connection.subscriptions.has(topic.id))
			this.#place({ id: topic.id, source: this, topic, connection });
		return { subscription: topic.id, position: tail.position };
	}

	#place(subscription: Omit<StreamSubscription, "group">) {
		const { topic, connection } = subscription;
		const group = this.#groups.ensure(topic, connection.caller.roles);
		const placed = Object.assign(subscription, { group });
		group.add(placed);
		connection.subscriptions.set(topic.id, placed);
		this.size++;
	}

	async #resume(topic: Topic, connection: Connection, tail: StreamTail, since: number) {
		const { driver, tooSlow } = this.#parts;
		const known = connection.subscriptions.get(topic.id);
		if (known) this.close(known);
		connection.subscriptions.delete(topic.id);
		const read = (after: number, upTo: number) =>
			reached(driver.between(topic.collection, after, upTo));
		const tell = (placed: PlacedEntry) => {
			const group = new Group(topic, connection.caller.roles);
			group.add({ id: topic.id, source: this, connection });
			const arrival = arrivalOf(placed);
			if (arrival) this.#tell(group, arrival);
		};
		const position = () => tail.position;
		const told = await replay({ connection, since, position, read, tell, tooSlow });
		return tail.whenQuiet(async () => {
			for (const placed of await read(told, tail.position)) tell(placed);
			return this.#add(topic, connection, tail);
		});
	}

	async #requireKept(stream: string, since: number) {
		const { first, last } = await reached(this.#parts.driver.ends(stream));
		const oldest = Math.max(first, last - MAX_REPLAY + 1) - 1;
		if (since < oldest || since > last) throw errors.POSITION_TOO_OLD({ since, oldest });
	}

	#requireRead(caller: Caller, { collection: stream, dependsOn }: Topic) {
		if (caller.kind === "guest") throw accessErrors.UNAUTHENTICATED({});
		if (caller.scopes && !caller.scopes.includes(SCOPE))
			throw accessErrors.SCOPE_MISSING({ scope: SCOPE });
		const ability = this.#parts.abilities.abilityOf(caller);
		const { subject } = MESSAGES;
		if (!mayFollow(ability, stream)) throw accessErrors.FORBIDDEN({ action: "read", subject });
		fieldScope(ability, MESSAGES, dependsOn);
	}

	#mayRead(caller: Caller, topic: Topic): boolean {
		try {
			this.#requireRead(caller, topic);
			return true;
		} catch {
			return false;
		}
	}
}

/** No collection's topic has the same name. */
function streamTopic(asked: Asked): Topic {
	const topic = topicOf(asked, MESSAGES);
	return { ...topic, id: `stream ${topic.id}` };
}

/** What the driver answers; a 503 when what keeps the streams is away. */
async function reached<T>(answer: Promise<T>): Promise<T> {
	try {
		return await answer;
	} catch (error) {
		throw streamErrors.UNAVAILABLE({}, error);
	}
}

/** Streams in the store: a log of messages, and a leased cursor for each group and partition. */
import type { ClientSession } from "mongodb";
import type { Connection } from "mongoose";
import type {
	DriverOptions,
	GroupStatus,
	MessagePage,
	MessageQuery,
	PlacedEntry,
	StreamDriver,
	StreamEnds,
	StreamStatus,
	Subscription,
	Unsubscribe
} from "../driver.ts";
import type { Entry } from "../entry.ts";
import { Cursors, type Cursor } from "./cursors.ts";
import { Log, type Head } from "./log.ts";
import { Member } from "./member.ts";

/** For what no wake-up told of: other nodes' messages, members that died, messages that are due again. */
const LOOK_EVERY_MS = 1000;

export class StoreDriver implements StreamDriver {
	readonly #options: DriverOptions;
	readonly #log: Log;
	readonly #cursors: Cursors;
	readonly #failed: (error: unknown) => void;
	readonly #members = new Set<Member>();
	#looking: Promise<void> | null = null;
	#again = false;
	#timer: NodeJS.Timeout | undefined;

	constructor(connection: Connection, options: DriverOptions, failed: (error: unknown) => void) {
		this.#options = options;
		this.#log = new Log(connection);
		this.#cursors = new Cursors(connection, options.ackWaitMs);
		this.#failed = failed;
	}

	async open(): Promise<void> {
		await this.#log.createIndexes();
		await this.#cursors.createIndexes();
		if (this.#options.isAlone) await this.#cursors.freeAll();
		this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
	}

	/** Where a stream ends is in the store. */
	takeOver(): void {}

	/** Nothing leaves the store: all of it happens in `keep`. */
	publish(entries: Entry[]): Promise<Entry[]> {
		return Promise.resolve(entries);
	}

	async keep(entries: Entry[], session: ClientSession): Promise<void> {
		for (const [stream, own] of Map.groupBy(entries, entry => entry.stream))
			await this.#log.append(stream, own, session);
	}

	wake(): void {
		this.#look();
	}

	subscribe(subscription: Subscription): Unsubscribe {
		const { ackWaitMs } = this.#options;
		const member = new Member(subscription, this.#log, this.#cursors, ackWaitMs, this.#failed);
		this.#members.add(member);
		this.#look();
		return async () => {
			this.#members.delete(member);
			await member.stop();
		};
	}

	async status(stream: string): Promise<StreamStatus> {
		const [extent, [head], cursors] = await Promise.all([
			this.#log.extent(stream),
			this.#log.heads([stream]),
			this.#cursors.of([stream])
		]);
		const names = [
			...cursors.map(({ group }) => group),
			...[...this.#members]
				.filter(({ subscription }) => subscription.stream === stream)
				.map(({ subscription }) => subscription.group)
		];
		const groups = [...new Set(names)]
			.sort()
			.map(group => this.#groupStatus(stream, group, head, cursors));
		return { ...extent, groups: await Promise.all(groups) };
	}

	messages(stream: string, query: MessageQuery): Promise<MessagePage> {
		return this.#log.page(stream, query);
	}

	ends(stream: string): Promise<StreamEnds> {
		return this.#log.ends(stream);
	}

	between(stream: string, after: number, upTo: number): Promise<PlacedEntry[]> {
		return this.#log.between(stream, after, upTo);
	}

	async removeGroup(stream: string, group: string): Promise<boolean> {
		return (await this.#cursors.remove(stream, group)) > 0;
	}

	async trim(streams: string[]): Promise<void> {
		for (const stream of streams) await this.#log.trim(stream, this.#options.retention);
	}

	/** The bus is this process. */
	check(): Promise<unknown> {
		return Promise.resolve();
	}

	async close(): Promise<void> {
		clearInterval(this.#timer);
		await this.#looking;
	}

	async #groupStatus(
		stream: string,
		group: string,
		head: Head | undefined,
		cursors: Cursor[]
	): Promise<GroupStatus> {
		const counts = behind(head, group, cursors).map(([partition, position]) =>
			this.#log.countAfter(stream, partition, position)
		);
		const lag = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
		return { group, lag };
	}

	#look() {
		this.#again = true;
		this.#looking ??= this.#lookAll()
			.catch(this.#failed)
			.finally(() => (this.#looking = null));
	}

	async #lookAll() {
		while (this.#again && this.#members.size > 0) {
			this.#again = false;
			const streams = [
				...new Set([...this.#members].map(member => member.subscription.stream))
			];
			const [heads, cursors] = await Promise.all([
				this.#log.heads(streams),
				this.#cursors.of(streams)
			]);
			for (const member of this.#members) wakeWhatIsDue(member, heads, cursors);
		}
	}
}

function wakeWhatIsDue(member: Member, heads: Head[], cursors: Cursor[]) {
	const { stream, group } = member.subscription;
	const own = cursors.filter(cursor => cursor.stream === stream);
	const head = heads.find(({ _id }) => _id === stream);
	const now = Date.now();
	for (const [partition] of behind(head, group, own)) {
		const cursor = own.find(each => each.group === group && each.partition === partition);
		if (!cursor || cursor.retryAt <= now) member.wake(partition);
	}
}

/** The partitions in which a group has not come to the end, with how far it has come. */
function behind(head: Head | undefined, group: string, cursors: Cursor[]): [number, number][] {
	return Object.entries(head?.partitions ?? {}).flatMap(([text, last]): [number, number][] => {
		const partition = Number(text);
		const cursor = cursors.find(each => each.group === group && each.partition === partition);
		const position = cursor?.position ?? 0;
		return position < last ? [[partition, position]] : [];
	});
}

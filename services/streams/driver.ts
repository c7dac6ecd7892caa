/** What keeps the messages of streams and hands them to groups: the store, or JetStream. */
import type { ClientSession } from "mongodb";
import type { Entry } from "./entry.ts";

/** What became of a delivery: null when the message is done with, otherwise when to try again. */
export type Outcome = { retryAfterMs: number } | null;

/** A member of a group on this node. */
export interface Subscription {
	stream: string;
	group: string;
	/** Works on one entry; never throws. `attempt` counts from 1, also over the deaths of other members. */
	deliver(entry: Entry, attempt: number): Promise<Outcome>;
}

/** Takes no more messages and waits for those in flight. */
export type Unsubscribe = () => Promise<void>;

export interface GroupStatus {
	group: string;
	/** How many messages it has not done with yet. */
	lag: number;
}

export interface StreamStatus {
	messages: number;
	oldestAt: Date | null;
	newestAt: Date | null;
	groups: GroupStatus[];
}

export interface MessageQuery {
	key?: string;
	type?: string;
	page: number;
	pageSize: number;
}

export interface MessagePage {
	entries: Entry[];
	total: number;
}

/** An entry with its place in its stream. */
export interface PlacedEntry {
	position: number;
	entry: Entry;
}

/** The first and the last place of a stream; the first is behind the last in an empty one. */
export interface StreamEnds {
	first: number;
	last: number;
}

/** How many of the newest messages of a stream a list looks through. */
export const LOOKED_THROUGH = 10_000;

export interface StreamDriver {
	open(): Promise<void>;
	/** Hears that this node publishes from now on, and that another one may have done so before. */
	takeOver(): void;
	/**
	 * Hands over entries, in their order, before they are taken out of the outbox. Answers those that are
	 * kept for sure; the others are handed over again.
	 */
	publish(entries: Entry[]): Promise<Entry[]>;
	/** Does its part of the transaction that takes entries out of the outbox. */
	keep(entries: Entry[], session: ClientSession): Promise<void>;
	/** Hears that streams have new entries, from this node or another. */
	wake(streams: string[]): void;
	subscribe(subscription: Subscription): Unsubscribe;
	status(stream: string): Promise<StreamStatus>;
	/** The newest messages first; replays are left out. */
	messages(stream: string, query: MessageQuery): Promise<MessagePage>;
	ends(stream: string): Promise<StreamEnds>;
	/** What lies after one place and up to another, in its order; replays are among it. */
	between(stream: string, after: number, upTo: number): Promise<PlacedEntry[]>;
	/** Forgets how far a group has come; a group of that name begins anew. False when there is none. */
	removeGroup(stream: string, group: string): Promise<boolean>;
	/** Takes away what is too old or too much, where the engine does not do so itself. */
	trim(streams: string[]): Promise<void>;
	/** Throws when the engine does not answer. */
	check(): Promise<unknown>;
	close(): Promise<void>;
}

export interface Retention {
	maxAgeMs: number;
	/** Of each stream. */
	maxBytes: number;
}

export interface DriverOptions {
	/** After how long without a sign of life a message is given to another member. */
	ackWaitMs: number;
	/** True where no other process can be at work: what is leased was held by one that was killed. */
	isAlone: boolean;
	retention: Retention;
	/** Copies that a cluster of NATS keeps. */
	replicas: number;
}

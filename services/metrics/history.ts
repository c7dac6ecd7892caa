/** What a node did in the last hour, by ten seconds, and in the last day, by the minute: bounded, in memory. */
import { quantileWithin } from "./histogram.ts";

/** What is known at a moment; counts go up since the start. */
export interface Reading {
	at: number;
	requests: number;
	errors: number;
	/** How many requests took up to each of the histogram's bounds. */
	buckets: Float64Array;
	memoryMb: number;
	running: number;
	queued: number;
	sockets: number;
	/** The learners who were there since the reading before. */
	learners: ReadonlySet<string>;
}

/** What happened between two readings. */
export interface Point {
	at: string;
	/** Requests, and those that failed with a 5xx, in a second. */
	requests: number;
	errors: number;
	/** Milliseconds within which half, and 99 of 100, were answered; null when nothing was. */
	p50: number | null;
	p99: number | null;
	memoryMb: number;
	running: number;
	queued: number;
	sockets: number;
	learners: number;
}

export const SPANS = {
	hour: { everySeconds: 10, points: 360 },
	day: { everySeconds: 60, points: 1440 }
} as const;

export type Span = keyof typeof SPANS;

const MILLISECONDS = 1000;

class Track {
	readonly #everyMs: number;
	readonly #most: number;
	readonly #points: Point[] = [];
	#last: Reading;
	#learners = new Set<string>();

	constructor({ everySeconds, points }: (typeof SPANS)[Span], first: Reading) {
		this.#everyMs = everySeconds * MILLISECONDS;
		this.#most = points;
		this.#last = first;
	}

	/** Timers are early or late by some milliseconds: half a step is close enough. */
	add(reading: Reading): void {
		for (const learner of reading.learners) this.#learners.add(learner);
		if (reading.at - this.#last.at < this.#everyMs * 0.95) return;
		this.#points.push(between(this.#last, reading, this.#learners.size));
		if (this.#points.length > this.#most) this.#points.shift();
		this.#last = reading;
		this.#learners = new Set();
	}

	get points(): Point[] {
		return [...this.#points];
	}
}

export class History {
	readonly #tracks: Record<Span, Track>;

	constructor(first: Reading) {
		this.#tracks = { hour: new Track(SPANS.hour, first), day: new Track(SPANS.day, first) };
	}

	add(reading: Reading): void {
		for (const track of Object.values(this.#tracks)) track.add(reading);
	}

	/** The points of a span, the oldest first. */
	points(span: Span): Point[] {
		return this.#tracks[span].points;
	}
}

function between(before: Reading, now: Reading, learners: number): Point {
	const seconds = Math.max(0.001, (now.at - before.at) / MILLISECONDS);
	// Routes that are gone take their counts along.
	const buckets = now.buckets.map((count, index) => Math.max(0, count - before.buckets[index]!));
	const requests = Math.max(0, now.requests - before.requests);
	const { memoryMb, running, queued, sockets } = now;
	return {
		at: new Date(now.at).toISOString(),
		requests: rounded(requests / seconds),
		errors: rounded(Math.max(0, now.errors - before.errors) / seconds),
		p50: milliseconds(quantileWithin(buckets, requests, 0.5)),
		p99: milliseconds(quantileWithin(buckets, requests, 0.99)),
		memoryMb: rounded(memoryMb),
		running,
		queued,
		sockets,
		learners
	};
}

function milliseconds(seconds: number | null): number | null {
	return seconds === null ? null : rounded(seconds * MILLISECONDS);
}

function rounded(value: number) {
	return Math.round(value * 100) / 100;
}

/** The kernel's metrics as a browser needs them: totals read now and then, and the rates between. */

/** What one reading says. */
export interface Reading {
	at: number;
	requests: number;
	errors: number;
	/** How many requests took up to so many seconds, summed up over all routes. */
	buckets: Map<number, number>;
	/** Megabytes that the process holds. */
	memory: number;
	handles: number;
}

/** A point of the charts: what happened since the reading before. */
export interface Point {
	at: number;
	/** Requests and failures in a second. */
	requests: number;
	errors: number;
	/** Milliseconds within which half, and 99 of 100, were answered. */
	p50: number | null;
	p99: number | null;
	memory: number;
}

const LINE = /^(\w+)(?:\{(.*)\})? (\S+)/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads Prometheus text. */
export function readMetrics(text: string, at: number): Reading {
	const reading: Reading = {
		at,
		requests: 0,
		errors: 0,
		buckets: new Map(),
		memory: 0,
		handles: 0
	};
	for (const line of text.split("\n")) {
		const [, name, labels = "", value] = LINE.exec(line) ?? [];
		if (name) note(reading, name, labelsOf(labels), Number(value));
	}
	return reading;
}

function note(reading: Reading, name: string, labels: Record<string, string>, value: number) {
	switch (name) {
		case "http_requests_total":
			reading.requests += value;
			if (labels.status?.startsWith("5")) reading.errors += value;
			break;
		case "http_request_duration_seconds_bucket":
			if (labels.le !== "+Inf") {
				const upTo = Number(labels.le);
				reading.buckets.set(upTo, (reading.buckets.get(upTo) ?? 0) + value);
			}
			break;
		case "process_memory_rss":
			reading.memory = value / 1024 / 1024;
			break;
		case "process_internal_active_handles":
			reading.handles = value;
	}
}

function labelsOf(text: string) {
	return Object.fromEntries([...text.matchAll(LABEL)].map(([, name, value]) => [name!, value!]));
}

/** What happened between two readings. */
export function between(before: Reading, now: Reading): Point {
	const seconds = Math.max(0.001, (now.at - before.at) / 1000);
	const counts = [...now.buckets]
		.map(([upTo, count]) => ({ upTo, count: count - (before.buckets.get(upTo) ?? 0) }))
		.sort((one, other) => one.upTo - other.upTo);
	return {
		at: now.at,
		requests: Math.max(0, now.requests - before.requests) / seconds,
		errors: Math.max(0, now.errors - before.errors) / seconds,
		p50: within(counts, 0.5),
		p99: within(counts, 0.99),
		memory: now.memory
	};
}

/** The time within which this share was answered, as exact as the buckets are; null when nothing was. */
function within(counts: { upTo: number; count: number }[], share: number): number | null {
	const total = counts.at(-1)?.count ?? 0;
	if (total <= 0) return null;
	const wanted = total * share;
	let lower = { upTo: 0, count: 0 };
	for (const upper of counts) {
		if (upper.count >= wanted) {
			const part = (wanted - lower.count) / Math.max(1, upper.count - lower.count);
			return 1000 * (lower.upTo + part * (upper.upTo - lower.upTo));
		}
		lower = upper;
	}
	return 1000 * lower.upTo;
}

/** A point of the charts, as the server keeps them: what happened since the one before. */
export interface Point {
	at: string;
	/** Requests and failures in a second. */
	requests: number;
	errors: number;
	/** Milliseconds within which half, and 99 of 100, were answered. */
	p50: number | null;
	p99: number | null;
	memoryMb: number;
	running: number;
	queued: number;
	sockets: number;
	learners: number;
}

export type Span = "hour" | "day";

export interface NodeHistory {
	nodeId: string;
	everySeconds: number;
	data: Point[];
}

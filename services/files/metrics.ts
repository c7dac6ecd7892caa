/** What is counted of files. */
import type { ServiceBroker } from "moleculer";

const UPLOADED = "files_uploaded_total";
const RECEIVED = "files_received_bytes_total";
const REFUSED = "files_refused_total";
const UNUSED = "files_unused_removed_total";
const EXPIRED = "files_uploads_expired_total";
const OPEN = "files_uploads_open";

const COUNTERS = {
	[UPLOADED]: "Files that were uploaded whole",
	[RECEIVED]: "Bytes of files that came, also of those that were not finished",
	[REFUSED]: "Uploads that were whole and refused by their content",
	[UNUSED]: "Files that were removed because no document referred to them",
	[EXPIRED]: "Uploads that were not finished in time"
};

export class FileMetrics {
	readonly #metrics: ServiceBroker["metrics"];

	constructor(metrics: ServiceBroker["metrics"]) {
		this.#metrics = metrics;
		for (const [name, description] of Object.entries(COUNTERS))
			metrics.register({ name, type: "counter", description });
		const description = "Uploads that are not finished and not given up";
		metrics.register({ name: OPEN, type: "gauge", description });
	}

	uploaded(): void {
		this.#metrics.increment(UPLOADED);
	}

	received(bytes: number): void {
		this.#metrics.increment(RECEIVED, {}, bytes);
	}

	refused(): void {
		this.#metrics.increment(REFUSED);
	}

	unusedRemoved(): void {
		this.#metrics.increment(UNUSED);
	}

	expired(): void {
		this.#metrics.increment(EXPIRED);
	}

	open(count: number): void {
		this.#metrics.set(OPEN, count);
	}
}

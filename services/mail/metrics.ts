/** What is counted of mails. */
import type { ServiceBroker } from "moleculer";
import type { Kind } from "./templates/index.ts";

const SENT = "mail_sent_total";
const FAILED = "mail_failed_total";
const ATTEMPTS_FAILED = "mail_attempts_failed_total";
const QUEUED = "mail_queued";

export class MailMetrics {
	readonly #metrics: ServiceBroker["metrics"];

	constructor(metrics: ServiceBroker["metrics"]) {
		this.#metrics = metrics;
		const counters = {
			[SENT]: "Mails that the mail server has taken",
			[FAILED]: "Mails that were given up",
			[ATTEMPTS_FAILED]: "Attempts to send a mail that failed"
		};
		for (const [name, description] of Object.entries(counters))
			metrics.register({ name, type: "counter", labelNames: ["kind"], description });
		metrics.register({
			name: QUEUED,
			type: "gauge",
			description: "Mails in the outbox that wait to be sent"
		});
	}

	sent(kind: Kind): void {
		this.#metrics.increment(SENT, { kind });
	}

	failed(kind: Kind): void {
		this.#metrics.increment(FAILED, { kind });
	}

	attemptFailed(kind: Kind): void {
		this.#metrics.increment(ATTEMPTS_FAILED, { kind });
	}

	queued(count: number): void {
		this.#metrics.set(QUEUED, count);
	}
}

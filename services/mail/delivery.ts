/** Takes what is due from the outbox and sends it, or keeps it where there is no mail server. */
import type { Service } from "moleculer";
import type { MailMetrics } from "./metrics.ts";
import { MAX_ATTEMPTS, type Outbox, type Shown, type StoredMail } from "./outbox.ts";
import { failureOf, type Smtp, type SmtpFailure } from "./smtp.ts";
import { templates } from "./templates/index.ts";
import { render, type Template } from "./templates/template.ts";

/** Whom a mail goes to and what it says, found out when it is sent. */
export interface Prepared {
	to: string;
	values: Record<string, unknown>;
}

export interface DeliveryParts {
	outbox: Outbox;
	/** Null where mails are kept. */
	smtp: Smtp | null;
	/** Null for a mail that nobody is to get. */
	prepare: (mail: StoredMail) => Promise<Prepared | null>;
	settled: (mail: StoredMail, outcome: "sent" | "failed") => void;
	metrics: MailMetrics;
	logger: Pick<Service["logger"], "info" | "warn" | "error">;
}

/** So many are sent at once: a server takes a second for each. */
const LANES = 4;

export class Delivery {
	readonly #parts: DeliveryParts;
	#running: Promise<void> | null = null;
	#again = false;
	#stopping = false;
	#isServerAway = false;

	constructor(parts: DeliveryParts) {
		this.#parts = parts;
	}

	/** Sends all that is due; never throws. */
	run(): Promise<void> {
		this.#again = true;
		this.#running ??= this.#runAll().finally(() => (this.#running = null));
		return this.#running;
	}

	/** Breaks off what is being sent; it is queued again. */
	async stop(): Promise<void> {
		this.#stopping = true;
		this.#parts.smtp?.stop();
		await this.#running;
	}

	async #runAll() {
		try {
			while (this.#again && !this.#stopping) {
				this.#again = false;
				await Promise.all(Array.from({ length: LANES }, () => this.#lane()));
			}
		} catch (error) {
			// What was taken is due again when its lease is over.
			this.#parts.logger.error("The outbox could not be read or written", error);
		}
	}

	async #lane() {
		while (!this.#stopping) {
			const mail = await this.#parts.outbox.take();
			if (!mail) return;
			await this.#deliver(mail);
		}
	}

	async #deliver(mail: StoredMail) {
		const { outbox, prepare } = this.#parts;
		const template = templates[mail.kind] as Template<never>;
		if ((await outbox.countRecent(mail)) > template.maxPerHour) return outbox.drop(mail);
		// Attempts that ended with their node have no outcome, but count.
		if (mail.attempts > MAX_ATTEMPTS) return this.#fail(mail, {}, BROKEN_OFF);
		let prepared: Prepared | null;
		try {
			prepared = await prepare(mail);
		} catch (error) {
			return this.#fail(mail, {}, notPrepared(error));
		}
		if (!prepared) return outbox.drop(mail);
		await this.#deliverTo(mail, template, prepared);
	}

	async #deliverTo(mail: StoredMail, template: Template<never>, { to, values }: Prepared) {
		const { outbox, smtp, metrics, settled } = this.#parts;
		const content = render(template, values as never);
		if (!smtp) return outbox.keep(mail, { to, ...content });
		// What was sent lies in the outbox without its link, which would be good for who reads it there.
		const shown = { to, ...render(template, values as never, "removed") };
		try {
			await smtp.send({ id: mail._id, to, ...content });
		} catch (error) {
			if (smtp.isStopping) return outbox.putBack(mail);
			return this.#fail(mail, shown, withoutLinks(failureOf(error), values));
		}
		await outbox.markSent(mail, shown);
		metrics.sent(mail.kind);
		settled(mail, "sent");
		await this.#noteServer(false);
	}

	async #fail(mail: StoredMail, shown: Partial<Shown>, failure: SmtpFailure) {
		const { outbox, metrics, settled } = this.#parts;
		metrics.attemptFailed(mail.kind);
		await this.#noteServer(failure.isServerAway, failure.message);
		if (await outbox.retry(mail, shown, failure)) return;
		metrics.failed(mail.kind);
		settled(mail, "failed");
	}

	/** Logs once that the server is away and once that it is back, when those go that waited for it. */
	async #noteServer(isAway: boolean, why = "") {
		if (isAway === this.#isServerAway) return;
		this.#isServerAway = isAway;
		const { outbox, logger } = this.#parts;
		if (isAway) return logger.warn(`The mail server does not take mails: ${why}`);
		logger.info("The mail server takes mails again");
		await outbox.hurry();
		this.#again = true;
	}
}

const BROKEN_OFF: SmtpFailure = {
	message: "Every attempt was broken off",
	isPermanent: true,
	isServerAway: false
};

function notPrepared(error: unknown): SmtpFailure {
	const { type = "an unexpected error" } = error as { type?: string };
	return {
		message: `The mail could not be made (${type})`,
		isPermanent: false,
		isServerAway: false
	};
}

/** A server may repeat in its refusal what it was sent. */
function withoutLinks(failure: SmtpFailure, values: Record<string, unknown>): SmtpFailure {
	const { url } = values;
	if (typeof url !== "string") return failure;
	const [, secret = url] = url.split("#");
	return { ...failure, message: failure.message.replaceAll(secret, "[removed]") };
}

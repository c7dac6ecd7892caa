/**
 * Mail: an outbox in the store, sent over `SMTP_URL`, or kept to be read by administrators without it.
 * Promises that a mail is written with what causes it, that a mail server which is away fails no request,
 * and that the link of a mail that was sent is in that mail alone.
 */
import {
	collection,
	defineService,
	documentErrors,
	requestErrors,
	type Ctx
} from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { Delivery, type Prepared } from "./delivery.ts";
import { errors } from "./errors.ts";
import { MAIL_FAILED, MAIL_SENT } from "./events.ts";
import { Mail, MAX_ADDRESS_LENGTH } from "./mail.model.ts";
import { MailMetrics } from "./metrics.ts";
import { Outbox, type StoredMail } from "./outbox.ts";
import { Smtp } from "./smtp.ts";
import { templates, type Kind } from "./templates/index.ts";
import { mailScreens } from "./console.ts";

/** Who knows whom an account's mail goes to. */
const PREPARE = "auth.prepareMail";

/** What another node has asked for, and what failed before, waits no longer than this beyond its time. */
const RUN_EVERY_MS = 1000;
const COUNT_EVERY_MS = 10_000;

/** How long it is taken for known how the server is: whoever may ask for it must not keep it busy. */
const CHECK_EVERY_MS = 5000;

// What is sent is the services' to say, and what was sent stays as it was.
const documents = collection(Mail, { only: ["list", "count", "get", "remove"] });
const { list, get, count, remove } = documents.actions;

/** What one service asks of another: a mail of this kind for the owner of an address or a user name. */
export interface SendMail {
	kind: Kind;
	to: string;
	values?: Record<string, unknown>;
	/** Sends it at some moment of the next second, so that nobody can tell by the time what is done with it. */
	hidden?: boolean;
}

interface MailThis {
	outbox: Outbox;
	delivery: Delivery;
	smtp: Smtp | null;
	/** The last look at the server, and when it was. */
	checked: { at: number; latencyMs: Promise<number> } | null;
}

export default defineService<MailThis>({
	name: "mail",
	mixins: [documents],
	console: [mailScreens],
	emits: [MAIL_SENT, MAIL_FAILED],

	actions: {
		list: { ...list, summary: "List the mails of the outbox" },

		count: { ...count, summary: "Count the mails of the outbox" },

		get: { ...get, summary: "Get one mail of the outbox" },

		retry: {
			rest: "POST /:id/retry",
			can: "update",
			summary: "Queue a mail again that was given up, is kept or waits for its next attempt",
			description: "A link in it is drawn anew.",
			params: { id: "string" },
			returns: get.returns,
			async handler(ctx: Ctx<{ id: string }>): Promise<unknown> {
				const { id } = ctx.params;
				if (!(await this.outbox.queueAgain(id))) throw await refusal(this.outbox, id);
				const mail = await ctx.call("mail.get", { id });
				void this.delivery.run();
				return mail;
			}
		},

		remove: {
			...remove,
			summary: "Remove a mail from the outbox for good",
			versioned: false,
			params: { id: "string" },
			async handler(ctx: Ctx<{ id: string }>): Promise<void> {
				const { id } = ctx.params;
				if (!(await this.outbox.remove(id)))
					throw documentErrors.NOT_FOUND({ subject: "Mail", id });
			}
		},

		/** Puts a mail into the outbox, within the transaction that is open on this node. */
		send: {
			visibility: "protected",
			async handler(ctx: Ctx<SendMail>): Promise<void> {
				const { kind, to, values = {}, hidden = false } = ctx.params;
				requireOneAddress(to);
				const { subject } = templates[kind];
				const delayMs = hidden ? Math.random() * RUN_EVERY_MS : 0;
				await this.outbox.add(
					{ kind, to, subject, values },
					new Date(Date.now() + delayMs)
				);
				if (!hidden) this.broker.kernel.afterCommit(() => void this.delivery.run());
			}
		},

		/** Answers how long the mail server took to answer; throws when it does not, null without one. */
		check: {
			visibility: "protected",
			handler(): Promise<number> | null {
				if (!this.smtp) return null;
				const now = performance.now();
				if (!this.checked || now - this.checked.at > CHECK_EVERY_MS)
					this.checked = { at: now, latencyMs: latencyOf(this.smtp) };
				return this.checked.latencyMs;
			}
		}
	},

	started() {
		const { config } = this.broker.kernel as Runtime;
		const metrics = new MailMetrics(this.broker.metrics);
		this.checked = null;
		this.smtp = config.smtpUrl === null ? null : new Smtp(config.smtpUrl, senderOf(config));
		this.outbox = new Outbox(this.model(Mail), config.mailKeepDays);
		this.delivery = new Delivery({
			outbox: this.outbox,
			smtp: this.smtp,
			prepare: ({ kind, to, values }: StoredMail) =>
				this.broker.call<Prepared | null, object>(PREPARE, { kind, to, values }),
			settled: ({ _id: id, kind }, outcome) => {
				const event = outcome === "sent" ? MAIL_SENT : MAIL_FAILED;
				void this.broker.emit(event.name, { id, kind });
			},
			metrics,
			logger: this.logger
		});
		const running = setInterval(() => void this.delivery.run(), RUN_EVERY_MS).unref();
		const counting = setInterval(() => {
			this.outbox
				.countWaiting()
				.then(waiting => metrics.queued(waiting))
				.catch(error => this.logger.error("The outbox was not counted", error));
		}, COUNT_EVERY_MS).unref();
		this.onStop(() => {
			clearInterval(running);
			clearInterval(counting);
			return this.delivery.stop();
		});
	}
});

/** The address in `From` where none is set. */
function senderOf({ mailFrom, publicUrl }: Runtime["config"]): string {
	const host = publicUrl === null ? "localhost" : new URL(publicUrl).hostname;
	return mailFrom ?? `Lyceum <no-reply@${host}>`;
}

/** What would be two addresses, or another header, is none. */
function requireOneAddress(to: string) {
	if (to.length <= MAX_ADDRESS_LENGTH && !/[\s\p{Cc},;<>]/u.test(to)) return;
	const expected = `one address of ${MAX_ADDRESS_LENGTH} characters or less, without spaces`;
	throw requestErrors.INVALID({ errors: [{ pointer: "/to", message: "is not one", expected }] });
}

async function refusal(outbox: Outbox, id: string) {
	if (await outbox.exists(id)) return errors.NOT_RETRIABLE({ id });
	return documentErrors.NOT_FOUND({ subject: "Mail", id });
}

async function latencyOf(smtp: Smtp): Promise<number> {
	const startedAt = performance.now();
	await smtp.check();
	return performance.now() - startedAt;
}

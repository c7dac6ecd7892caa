/** Hands mails to the mail server at `SMTP_URL`, each over a connection of its own that ends within a minute. */
import { isIP } from "node:net";
import type { Transporter } from "nodemailer";
import type { Content } from "./templates/template.ts";

/** One mail as the server gets it. */
export interface Message extends Content {
	/** The same at every attempt, so that receivers know a mail that reaches them twice. */
	id: string;
	to: string;
}

/** A failed attempt, as far as it matters here. */
export interface SmtpFailure {
	message: string;
	/** True when another attempt would fail as well: the server will not have this mail. */
	isPermanent: boolean;
	/** True when it was no fault of this mail. */
	isServerAway: boolean;
}

/** However slowly the server answers; a lease on the mail lasts longer. */
export const SEND_DEADLINE_MS = 60_000;

const SEND_TIMEOUTS = {
	connectionTimeout: 15_000,
	greetingTimeout: 15_000,
	socketTimeout: 30_000,
	dnsTimeout: 10_000
};

/** Whoever asks how the server is waits no longer than a health check does. */
const CHECK_TIMEOUTS = {
	connectionTimeout: 2000,
	greetingTimeout: 2000,
	socketTimeout: 2000,
	dnsTimeout: 2000
};

const MAX_ERROR_LENGTH = 300;

export class Smtp {
	readonly #url: string;
	readonly #from: string;
	readonly #stopping = new AbortController();

	constructor(url: string, from: string) {
		this.#url = url;
		this.#from = from;
	}

	/** Resolves once the server has taken the mail. */
	async send({ id, to, subject, text, html }: Message): Promise<void> {
		const transport = await createTransport(this.#url, SEND_TIMEOUTS);
		await transport.sendMail({
			// An object, so that no address is taken apart into several.
			to: { name: "", address: to },
			from: this.#from,
			subject,
			text,
			html,
			messageId: `<${id}@${domainOf(this.#from)}>`,
			// So that nobody's out-of-office answers.
			headers: { "Auto-Submitted": "auto-generated" },
			disableFileAccess: true,
			disableUrlAccess: true,
			signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(SEND_DEADLINE_MS)])
		});
	}

	/** Resolves when the server answers and lets us in. */
	async check(): Promise<void> {
		const transport = await createTransport(this.#url, CHECK_TIMEOUTS);
		await transport.verify();
	}

	/** Breaks off what is being sent. */
	stop(): void {
		this.#stopping.abort();
	}

	get isStopping(): boolean {
		return this.#stopping.signal.aborted;
	}
}

/** What a failed attempt means for the next one. */
export function failureOf(thrown: unknown): SmtpFailure {
	const {
		message,
		code,
		responseCode = 0
	} = thrown as Error & {
		code?: string;
		responseCode?: number;
	};
	const isAboutMail = code === "EENVELOPE" || code === "EMESSAGE";
	return {
		message: message.slice(0, MAX_ERROR_LENGTH),
		isPermanent: isAboutMail && responseCode >= 500,
		isServerAway: !isAboutMail
	};
}

/** Loaded with the first mail, so that a kernel that sends none pays nothing. */
async function createTransport(url: string, timeouts: typeof SEND_TIMEOUTS): Promise<Transporter> {
	const { default: nodemailer } = await import("nodemailer");
	return nodemailer.createTransport({ ...timeouts, requireTLS: needsTls(url), url } as object);
}

/** A password never goes over a network in clear, unless the address says `?requireTLS=false`. */
export function needsTls(url: string): boolean {
	const { username, hostname } = new URL(url);
	return username !== "" && !isLoopback(hostname);
}

function isLoopback(host: string) {
	if (isIP(host) === 4) return host.startsWith("127.");
	return host === "localhost" || host === "[::1]";
}

function domainOf(from: string) {
	return /@([^\s@<>]+)>?$/.exec(from)?.[1] ?? "localhost";
}

/** A mail server on the loopback, which takes mails, refuses them, hangs, goes away and comes back. */
import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

/** `refuse`: no such recipient; `busy`: try again later; `hang`: no answer after the mail. */
export type Behaviour = "take" | "refuse" | "busy" | "hang";

export interface Login {
	user: string;
	password: string;
}

export interface ReceivedMail extends Email {
	/** Whom the server was told to give it to. */
	recipients: string[];
	raw: string;
}

export interface MailServer {
	port: number;
	url: string;
	/** The mails that were brought, also those that were not acknowledged. */
	received: ReceivedMail[];
	behave: Behaviour;
	/** Stops listening and breaks off what is open; `open` brings it back on the same port. */
	close(): Promise<void>;
	open(): Promise<void>;
}

/** With `login` it speaks TLS from the first byte, and lets in who shows it. */
export async function startMailServer(login?: Login): Promise<MailServer> {
	const received: ReceivedMail[] = [];
	let listening: SMTPServer;
	const server: MailServer = {
		port: 0,
		url: "",
		received,
		behave: "take",
		async open() {
			listening = create(server, login);
			// What breaks off its connections breaks them off for it, too.
			listening.on("error", () => undefined);
			listening.listen(server.port, "127.0.0.1");
			await once(listening.server, "listening");
			server.port = (listening.server.address() as AddressInfo).port;
			server.url = `${login ? "smtps" : "smtp"}://127.0.0.1:${server.port}`;
		},
		close: () => new Promise(resolve => listening.close(() => resolve()))
	};
	await server.open();
	return server;
}

function create(server: MailServer, login: Login | undefined) {
	return new SMTPServer({
		secure: login !== undefined,
		authOptional: login === undefined,
		disabledCommands: ["STARTTLS", ...(login ? [] : ["AUTH"])],
		disableReverseLookup: true,
		closeTimeout: 1,
		onAuth({ username, password }, _session, done) {
			if (username === login?.user && password === login?.password)
				done(null, { user: username });
			else done(refusal(535, "Not you"));
		},
		onRcptTo(_address, _session, done) {
			if (server.behave === "refuse") done(refusal(550, "No such person"));
			else if (server.behave === "busy") done(refusal(451, "Try again later"));
			else done();
		},
		onData(stream, { envelope }, done) {
			const chunks: Buffer[] = [];
			stream.on("data", (chunk: Buffer) => chunks.push(chunk));
			stream.on("end", async () => {
				const raw = Buffer.concat(chunks).toString("utf8");
				const recipients = envelope.rcptTo.map(({ address }) => address);
				server.received.push({ ...(await PostalMime.parse(raw)), recipients, raw });
				if (server.behave !== "hang") done();
			});
		}
	});
}

function refusal(responseCode: number, message: string) {
	return Object.assign(new Error(message), { responseCode });
}

export interface SilentServer {
	url: string;
	/** How many have connected. */
	connections(): number;
	close(): Promise<void>;
}

/** Takes connections and never says a word. */
export async function startSilentServer(): Promise<SilentServer> {
	const sockets = new Set<Socket>();
	let connections = 0;
	const server: Server = createServer(socket => {
		connections++;
		sockets.add(socket.on("error", () => undefined));
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return {
		url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
		connections: () => connections,
		async close() {
			sockets.forEach(socket => socket.destroy());
			server.close();
			await once(server, "close");
		}
	};
}

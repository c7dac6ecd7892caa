/** Speaks HTTP/1.1 by hand, for what no client library would send. */
import { connect, type Socket } from "node:net";

export interface RawAnswer {
	status: number;
	/** The head as it came, with the status line. */
	head: string;
	body: string;
}

/** Opens a connection to the server of a kernel. */
export function openSocket(url: string): Promise<Socket> {
	const { hostname, port } = new URL(url);
	return new Promise((resolve, reject) => {
		const socket = connect(Number(port), hostname, () => {
			socket.off("error", reject);
			// Whatever ends the connection later shows in what was received.
			socket.on("error", () => undefined);
			resolve(socket);
		});
		socket.once("error", reject);
	});
}

/** Sends the bytes and reads until the server closes; put `Connection: close` into the head for that. */
export async function exchangeRaw(url: string, ...parts: (string | Buffer)[]): Promise<RawAnswer> {
	const socket = await openSocket(url);
	const received = readAll(socket);
	for (const part of parts) socket.write(part);
	return parseAnswer(await received);
}

/** The head of a request; `Host` is added, and `Connection: close` unless a connection header is given. */
export function head(start: string, headers: Record<string, string | number> = {}): string {
	const own = Object.keys(headers).some(name => name.toLowerCase() === "connection");
	const all = { Host: "localhost", ...(!own && { Connection: "close" }), ...headers };
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
	return `${start} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

export function parseAnswer(text: string): RawAnswer {
	const end = text.indexOf("\r\n\r\n");
	const first = end === -1 ? text : text.slice(0, end);
	return {
		status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0),
		head: first,
		body: end === -1 ? "" : text.slice(end + 4)
	};
}

/** Everything that comes until the connection ends, however it ends. */
export function readAll(socket: Socket): Promise<string> {
	const chunks: Buffer[] = [];
	socket.on("data", chunk => chunks.push(chunk));
	return new Promise(resolve =>
		socket.once("close", () => resolve(Buffer.concat(chunks).toString("latin1")))
	);
}

/** Waits until a condition holds; fails after ten seconds with what was waited for. */
export async function waitUntil(
	what: string,
	condition: () => boolean | Promise<boolean>
): Promise<void> {
	const deadline = Date.now() + 10_000;
	while (!(await condition())) {
		if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}`);
		await new Promise(resolve => setTimeout(resolve, 5));
	}
}

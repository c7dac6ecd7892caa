/**
 * Clients of the realtime doors that do not do as they should: real sockets that stop reading, or that never
 * answer a heartbeat. They speak HTTP and WebSocket by hand, because a library would read and answer.
 */
import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

export interface QuietSocket {
	socket: Socket;
	/** Everything that was read, as text. */
	text(): string;
	/** From now on nothing is read. */
	stopReading(): void;
	goOnReading(): void;
	/** Sends one text frame of WebSocket. */
	send(text: string): void;
	isClosed(): boolean;
}

/** Opens server-sent events at a path of the API. */
export function openQuietEvents(url: string, path: string, token: string | null) {
	return open(url, [
		`GET /api/v1${path} HTTP/1.1`,
		"Connection: close",
		...(token === null ? [] : [`Authorization: Bearer ${token}`])
	]);
}

/** Opens a WebSocket, also that below Socket.IO. */
export function openQuietWebSocket(url: string, path: string) {
	return open(url, [
		`GET ${path} HTTP/1.1`,
		"Connection: Upgrade",
		"Upgrade: websocket",
		"Sec-WebSocket-Version: 13",
		`Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`
	]);
}

function open(url: string, lines: string[]): Promise<QuietSocket> {
	const { hostname, port } = new URL(url);
	const chunks: Buffer[] = [];
	let closed = false;
	return new Promise((resolve, reject) => {
		const socket = connect({ host: hostname, port: Number(port) }, () => {
			socket.off("error", reject);
			// How the connection ended shows in what was read.
			socket.on("error", () => undefined);
			socket.write(`${[...lines, `Host: ${hostname}:${port}`].join("\r\n")}\r\n\r\n`);
			resolve({
				socket,
				text: () => Buffer.concat(chunks).toString("latin1"),
				stopReading: () => void socket.pause(),
				goOnReading: () => void socket.resume(),
				send: text => void socket.write(frameOf(text)),
				isClosed: () => closed
			});
		});
		socket.once("error", reject);
		socket.on("data", chunk => chunks.push(chunk));
		socket.once("close", () => (closed = true));
	});
}

/** A client's frames are masked; with zeros the mask changes nothing. */
function frameOf(text: string): Buffer {
	const payload = Buffer.from(text);
	const isLong = payload.length > 125;
	const head = isLong
		? [0x81, 0x80 | 126, payload.length >> 8, payload.length & 255]
		: [0x81, 0x80 | payload.length];
	return Buffer.concat([Buffer.from(head), Buffer.alloc(4), payload]);
}

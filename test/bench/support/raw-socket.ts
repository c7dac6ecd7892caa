/** A Socket.IO client that speaks the protocol over a plain WebSocket and does no more than it must. */
import { WebSocket } from "ws";

export interface RawSocket {
	socket: WebSocket;
	/** Emits an event; resolves with the text of its acknowledgement. One at a time. */
	ask(words: unknown[]): Promise<string>;
}

export interface RawSocketOptions {
	url: string;
	token: string;
	/** Which address of this machine it comes from. */
	localAddress?: string;
	/** Hears of each change. */
	changed?: (frame: Buffer) => void;
}

/** Resolves once it is let in. */
export function openRawSocket(options: RawSocketOptions): Promise<RawSocket> {
	const { url, token, localAddress, changed } = options;
	const address = url.replace("http", "ws");
	const socket = new WebSocket(`${address}/socket.io/?EIO=4&transport=websocket`, {
		perMessageDeflate: false,
		...(localAddress !== undefined && { localAddress })
	});
	return new Promise((resolve, reject) => {
		let answered = (text: string) =>
			text.startsWith("40") ? resolve({ socket, ask }) : reject(new Error(text));
		const ask = (words: unknown[]) =>
			new Promise<string>(resolveAnswer => {
				answered = resolveAnswer;
				socket.send(`420${JSON.stringify(words)}`);
			});
		socket.once("error", reject);
		socket.on("message", frame => {
			const text = (frame as Buffer).toString("latin1", 0, 20);
			if (text.startsWith('42["change"')) changed?.(frame as Buffer);
			else if (text === "2") socket.send("3");
			else if (text.startsWith("0")) socket.send(`40${JSON.stringify({ token })}`);
			else answered((frame as Buffer).toString());
		});
	});
}

/** What was answered; throws when it is a refusal. */
export function acknowledged(text: string): Record<string, unknown> {
	const [answer] = JSON.parse(text.slice("430".length)) as [Record<string, unknown>];
	if (answer.error !== undefined) throw new Error(text);
	return answer;
}

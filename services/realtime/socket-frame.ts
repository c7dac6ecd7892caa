/**
 * An event as Socket.IO puts it on the wire, made once for all who get it. Its own way to many sockets looks
 * each of them up by name and writes every frame as two pieces, which is a third of the work.
 */
import * as ws from "ws";
import type { Socket } from "socket.io";

/** What is in the text: 4 is Engine.IO's message, 2 is Socket.IO's event. */
const MESSAGE = "4";
const EVENT = "2";

type SendOptions = Parameters<Socket["conn"]["write"]>[1];

/** What `ws` and its types leave undocumented, and Socket.IO's own adapter is built on. */
interface Framing {
	Sender: { frame(data: Buffer, options: object): Buffer[] };
}

export interface EncodedEvent {
	/** For clients that poll. */
	text: string;
	/** With the finished frame for those with a WebSocket. */
	options: SendOptions;
}

const UNMASKED_TEXT = { fin: true, opcode: 1, mask: false, readOnly: false, rsv1: false };

export function encodeEvent(event: string, payload: object): EncodedEvent {
	const text = EVENT + JSON.stringify([event, payload]);
	const { Sender } = ws as unknown as Framing;
	const pieces = Sender.frame(Buffer.from(MESSAGE + text), UNMASKED_TEXT);
	const options = { wsPreEncodedFrame: [Buffer.concat(pieces)] };
	return { text, options: options as SendOptions };
}

/** Cuts the bytes of a socket into whole messages. */
import { storeError } from "../errors.ts";
import { HEADER_BYTES } from "./messages.ts";

export class Framing {
	private chunks: Buffer[] = [];
	private bytes = 0;
	private expected = 0;

	/** Takes what came from the socket and gives the messages that are now whole. */
	push(chunk: Buffer, maxBytes: number): Buffer[] {
		this.chunks.push(chunk);
		this.bytes += chunk.length;
		const messages: Buffer[] = [];
		for (let message = this.take(maxBytes); message; message = this.take(maxBytes)) {
			messages.push(message);
		}
		return messages;
	}

	private take(maxBytes: number): Buffer | undefined {
		if (this.expected === 0) {
			if (this.bytes < HEADER_BYTES) return undefined;
			this.expected = checkLength(this.joined().readInt32LE(0), maxBytes);
		}
		if (this.bytes < this.expected) return undefined;
		const all = this.joined();
		const message = all.subarray(0, this.expected);
		const rest = all.subarray(this.expected);
		this.chunks = rest.length > 0 ? [rest] : [];
		this.bytes = rest.length;
		this.expected = 0;
		return message;
	}

	private joined(): Buffer {
		if (this.chunks.length > 1) this.chunks = [Buffer.concat(this.chunks)];
		return this.chunks[0]!;
	}
}

function checkLength(length: number, maxBytes: number): number {
	if (length < HEADER_BYTES || length > maxBytes) {
		throw storeError(
			"ProtocolError",
			`A message of ${length} bytes: 16 to ${maxBytes} are taken`
		);
	}
	return length;
}

/** Reads a request's body whole, up to a limit. */
import type { IncomingMessage } from "node:http";
import { Transform } from "node:stream";
import { errors } from "../errors.ts";

/** The largest parsed body where an action says nothing else. */
export const DEFAULT_MAX_BYTES = 1024 * 1024;

/** Refuses a body by its announced length, before a byte of it is read. */
export function requireLength(request: IncomingMessage, limit: number): void {
	if (Number(request.headers["content-length"] ?? 0) > limit)
		throw errors.BODY_TOO_LARGE({ limit });
}

export function hasBody({ headers }: IncomingMessage): boolean {
	return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
	requireLength(request, limit);
	const chunks: Buffer[] = [];
	let length = 0;
	// Giving up must not take the connection away, on which the refusal is to be sent.
	for await (const chunk of request.iterator({ destroyOnReturn: false })) {
		length += (chunk as Buffer).length;
		if (length > limit) throw errors.BODY_TOO_LARGE({ limit });
		chunks.push(chunk as Buffer);
	}
	return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length);
}

/** Passes bytes on and fails once there are more than the limit. */
export function limitBytes(limit: number): Transform {
	let length = 0;
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			length += chunk.length;
			if (length > limit) done(errors.BODY_TOO_LARGE({ limit }));
			else done(null, chunk);
		}
	});
}

/** A body as it comes, unless nothing comes for too long. */
import type { Readable } from "node:stream";
import { errors } from "./errors.ts";

/**
 * The pieces of a stream; throws `FILES_STALLED` once one has been waited for longer than `limitMs`. Leaves the
 * stream open when it ends early: the answer to what is refused goes out on the same connection.
 */
export async function* steady(stream: Readable, limitMs: number): AsyncGenerator<Buffer> {
	const pieces = stream.iterator({ destroyOnReturn: false });
	try {
		for (;;) {
			const { done, value } = await inTime(pieces.next(), limitMs);
			if (done) return;
			yield value as Buffer;
		}
	} finally {
		// What is still waited for may never come.
		void pieces.return?.();
	}
}

function inTime<T>(waited: Promise<T>, limitMs: number): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(
			() => reject(errors.STALLED({ seconds: limitMs / 1000 })),
			limitMs
		);
		waited.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}

/**
 * The hashes of uploads that this node has received from their first byte on, so that most need not be read again
 * when they are whole. A hash cannot be stored half-way: what is not here is read.
 */
import { createHash, type Hash } from "node:crypto";
import type { Readable } from "node:stream";
import { LRUCache } from "lru-cache";

interface Running {
	hash: Hash;
	/** How many bytes it has seen. */
	offset: number;
}

const MAX_KEPT = 1000;

export class RunningHashes {
	readonly #running = new LRUCache<string, Running>({ max: MAX_KEPT });

	/** A copy to go on with from `offset`; null when what came before is not known. */
	resume(id: string, offset: number): Hash | null {
		if (offset === 0) return createHash("sha256");
		const known = this.#running.get(id);
		return known?.offset === offset ? known.hash.copy() : null;
	}

	keep(id: string, hash: Hash | null, offset: number): void {
		if (hash) this.#running.set(id, { hash: hash.copy(), offset });
		else this.#running.delete(id);
	}

	forget(id: string): void {
		this.#running.delete(id);
	}

	/** The digest of the whole, read anew when it is not known. */
	async digest(id: string, size: number, read: () => Promise<Readable>): Promise<string> {
		const known = this.resume(id, size);
		if (known && size > 0) return known.digest("hex");
		const hash = createHash("sha256");
		for await (const chunk of await read()) hash.update(chunk as Buffer);
		return hash.digest("hex");
	}
}

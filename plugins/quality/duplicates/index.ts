/** All signatures of the library, in buckets: whoever shares none with a text is not like it and is not looked at. */
import type { SimilarItem } from "../rules/rule.ts";
import { SIGNATURE_LENGTH, similarityOf, type Signature } from "./minhash.ts";

/** Bands of three: of two texts that share half, 99.6 % meet in one; of two that share a tenth, 4 %. */
const ROWS = 3;
const BANDS = SIGNATURE_LENGTH / ROWS;
/** From here on two texts are much the same. */
const THRESHOLD = 0.5;
const MOST_FOUND = 10;

interface Entry {
	title: string;
	signature: Signature;
}

export class DuplicateIndex {
	#entries = new Map<string, Entry>();
	#buckets = new Map<number, Set<string>>();

	get size(): number {
		return this.#entries.size;
	}

	/** Puts an item in the place of what was known of it; without a signature it is only taken out. */
	set(id: string, title: string, signature: Signature | null): void {
		this.delete(id);
		if (!signature) return;
		this.#entries.set(id, { title, signature });
		for (const bucket of bucketsOf(signature)) {
			const ids = this.#buckets.get(bucket);
			if (ids) ids.add(id);
			else this.#buckets.set(bucket, new Set([id]));
		}
	}

	delete(id: string): void {
		const entry = this.#entries.get(id);
		if (!entry) return;
		this.#entries.delete(id);
		for (const bucket of bucketsOf(entry.signature)) {
			const ids = this.#buckets.get(bucket);
			ids?.delete(id);
			if (ids?.size === 0) this.#buckets.delete(bucket);
		}
	}

	/** Returns the items that are most like a signature, the likest first; never the item itself. */
	similarTo(id: string, signature: Signature | null): SimilarItem[] {
		if (!signature) return [];
		const candidates = new Set<string>();
		for (const bucket of bucketsOf(signature))
			for (const candidate of this.#buckets.get(bucket) ?? []) candidates.add(candidate);
		candidates.delete(id);
		const found: SimilarItem[] = [];
		for (const candidate of candidates) {
			const { title, signature: other } = this.#entries.get(candidate)!;
			const similarity = similarityOf(signature, other);
			if (similarity >= THRESHOLD) found.push({ id: candidate, title, similarity });
		}
		return found.sort((a, b) => b.similarity - a.similarity).slice(0, MOST_FOUND);
	}
}

function bucketsOf(signature: Signature): number[] {
	return Array.from({ length: BANDS }, (_, band) => {
		let hash = band + 1;
		for (let row = 0; row < ROWS; row++)
			hash = (Math.imul(hash, 0x01000193) ^ signature[band * ROWS + row]!) >>> 0;
		// The band is part of the key, so that equal hashes of different bands do not meet.
		return hash * 64 + band;
	});
}

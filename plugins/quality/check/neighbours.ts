/** The signatures of the whole library in memory, kept up with the store: other nodes check items too. */
import type { ServiceMembers } from "lyceum";
import { DuplicateIndex } from "../duplicates/index.ts";
import type { Signature } from "../duplicates/minhash.ts";
import { QualityItem } from "../models/item-state.model.ts";
import type { SimilarItem } from "../rules/rule.ts";

/** Clocks of nodes differ a little. */
const OVERLAP_MS = 10_000;

interface Row {
	_id: string;
	title: string;
	signature: { buffer: Uint8Array } | Uint8Array | null;
}

export class Neighbours {
	readonly #index = new DuplicateIndex();
	readonly #signatures = new Map<string, Signature>();
	#readAt = 0;

	/** Reads what was signed since the last time. */
	async refresh(service: Pick<ServiceMembers, "model">): Promise<void> {
		const since = new Date(this.#readAt - OVERLAP_MS);
		const startedAt = Date.now();
		const rows = service
			.model(QualityItem)
			.find({ signedAt: { $gte: since } }, { title: 1, signature: 1 })
			.lean<Row[]>()
			.cursor();
		for await (const { _id, title, signature } of rows as AsyncIterable<Row>)
			this.set(_id, title, toSignature(signature));
		this.#readAt = startedAt;
	}

	set(id: string, title: string, signature: Signature | null): void {
		this.#index.set(id, title, signature);
		if (signature) this.#signatures.set(id, signature);
		else this.#signatures.delete(id);
	}

	delete(id: string): void {
		this.#index.delete(id);
		this.#signatures.delete(id);
	}

	signatureOf(id: string): Signature | null {
		return this.#signatures.get(id) ?? null;
	}

	similarTo(id: string): SimilarItem[] {
		return this.#index.similarTo(id, this.signatureOf(id));
	}
}

/** The store gives bytes at any address; numbers of four bytes need one that is divisible by four. */
function toSignature(stored: Row["signature"]): Signature | null {
	if (!stored) return null;
	const bytes = new Uint8Array(
		"buffer" in stored && stored.buffer instanceof Uint8Array
			? stored.buffer
			: (stored as Uint8Array)
	);
	return new Uint32Array(bytes.slice().buffer);
}

/** A signature as the store keeps it. */
export function toBytes(signature: Signature | null): Buffer | null {
	return signature && Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength);
}

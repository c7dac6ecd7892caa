/** The hash chain: each entry's hash covers its content and the hash before it, so that no link can be changed alone. */
import { hash } from "node:crypto";
import type { AuditEntryFields } from "./audit-entry.model.ts";

/** What the first entry is linked to. */
export const ROOT_HASH = "0".repeat(64);

export type Unlinked = Omit<AuditEntryFields, "seq" | "previousHash" | "hash">;

/** What the hash covers, in this order, for ever. */
const COVERED = [
	"seq",
	"at",
	"eventType",
	"component",
	"severity",
	"outcome",
	"code",
	"action",
	"actorId",
	"actorKind",
	"viewedBy",
	"collectionName",
	"documentId",
	"revision",
	"requestId",
	"address",
	"details",
	"sourceId",
	"previousHash"
] as const;

/** Links entries to the one that is the last so far. */
export function link(entries: Unlinked[], head: { seq: number; hash: string }): AuditEntryFields[] {
	let last = head;
	return entries.map(entry => {
		const unhashed = { ...entry, seq: last.seq + 1, previousHash: last.hash };
		const linked = { ...unhashed, hash: hashOf(unhashed) };
		last = linked;
		return linked;
	});
}

/** The hash that an entry must have. */
export function hashOf(entry: Omit<AuditEntryFields, "hash">): string {
	return hash("sha256", JSON.stringify(COVERED.map(field => entry[field] ?? null)), "hex");
}

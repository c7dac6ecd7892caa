/** One difference between two versions, and the list that it belongs to. */

export interface Change {
	kind: "operation" | "event" | "ability";
	/** What it is about: `GET /api/v1/projects`, an event's name, a role. */
	subject: string;
	breaking: boolean;
	/** What happened, for people. */
	sentence: string;
}

export type Verdict = "added" | "changed" | "removed";

export type Found = [Verdict, Change];

/** The keys of both, in a fixed order. */
export function keysOf(one: Map<string, unknown>, other: Map<string, unknown>): string[] {
	return [...new Set([...one.keys(), ...other.keys()])].sort();
}

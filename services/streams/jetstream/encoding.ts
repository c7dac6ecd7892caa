/** Entries as bytes. */
import type { Entry } from "../entry.ts";

export function encode({ ...entry }: Entry & { place?: number }): Uint8Array {
	delete entry.place;
	return Buffer.from(JSON.stringify(entry));
}

export function decode(bytes: Uint8Array): Entry {
	const entry = JSON.parse(Buffer.from(bytes).toString()) as Entry & { at: string };
	return { ...entry, at: new Date(entry.at) };
}

/** Holds what was told against what was acknowledged. */
import type { Sent } from "../support/event-stream.ts";

export interface Delivered {
	id: string;
	key: string;
	n: number;
}

export interface Ledger {
	/** Acknowledged changes of documents. */
	writes: { id: string; rev: number }[];
	/** Acknowledged messages. */
	parcels: { key: string; n: number }[];
	/** What the subscriber was told in each life of the kernel. */
	told: Sent[][];
	kills: number;
}

interface Told {
	id: string;
	rev: number;
	position: number;
}

/** What must not be, one line each. */
export function problemsOf({ writes, parcels, told }: Ledger, delivered: Delivered[]): string[] {
	const changes = told
		.flat()
		.filter(({ event }) => event === "change")
		.map(toldOf);
	return [...changeProblems(writes, changes), ...parcelProblems(parcels, delivered)];
}

function toldOf({ data }: Sent): Told {
	const { rev } = data.document as { rev: number };
	return { id: data.id as string, rev, position: data.position as number };
}

function changeProblems(writes: Ledger["writes"], changes: Told[]): string[] {
	const seen = new Set(changes.map(({ id, rev }) => `${id} ${rev}`));
	const documents = Map.groupBy(changes, ({ id }) => id);
	return [
		...writes
			.filter(({ id, rev }) => !seen.has(`${id} ${rev}`))
			.map(({ id, rev }) => `revision ${rev} of ${id} was not told`),
		...(seen.size === changes.length ? [] : ["a change was told twice"]),
		...(isAscending(changes.map(({ position }) => position)) ? [] : ["positions go back"]),
		...[...documents]
			.filter(([, own]) => own.some(({ rev }, index) => rev !== index + 1))
			.map(([id, own]) => `${id} was told as ${own.map(({ rev }) => rev).join(", ")}`)
	];
}

/** Messages come at least once: whoever has noted an id passes over it. */
function parcelProblems(parcels: Ledger["parcels"], delivered: Delivered[]): string[] {
	const byId = new Map(delivered.map(parcel => [parcel.id, parcel]));
	const once = [...byId.values()];
	const seen = new Set(once.map(({ key, n }) => `${key} ${n}`));
	const keys = Map.groupBy(once, ({ key }) => key);
	return [
		...parcels
			.filter(({ key, n }) => !seen.has(`${key} ${n}`))
			.map(({ key, n }) => `parcel ${key} ${n} was not delivered`),
		...(seen.size === once.length ? [] : ["a parcel has two ids"]),
		...[...keys]
			.filter(([, own]) => !isAscending(own.map(({ n }) => n)))
			.map(([key]) => `parcels of ${key} are out of order`)
	];
}

function isAscending(numbers: number[]) {
	return numbers.every((number, index) => index === 0 || number > numbers[index - 1]!);
}

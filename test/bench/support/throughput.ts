import type { Collection, MongoClient } from "mongodb";
import type { Measured } from "./engines.ts";
import { percentile, round, type Line } from "./table.ts";

const ROUNDS = 5;
const ROUND_MS = 600;
const AT_ONCE = 8;
const ROWS = 5000;

interface Row {
	_id: number;
	k: number;
	n: number;
	name: string;
	at: Date;
}

type Operation = (rows: Collection<Row>, client: MongoClient, i: number) => Promise<unknown>;

const OPERATIONS: Record<string, Operation> = {
	"insert one": (rows, _client, i) => rows.insertOne(newRow(1_000_000 + i)),
	"find one by index": (rows, _client, i) => rows.findOne({ k: (i * 7919) % ROWS }),
	"find 20 by index": (rows, _client, i) =>
		rows
			.find({ k: { $gte: (i * 7919) % (ROWS - 20) } })
			.sort({ k: 1 })
			.limit(20)
			.toArray(),
	"update one by index": (rows, _client, i) =>
		rows.updateOne({ k: (i * 7919) % ROWS }, { $inc: { n: 1 } }),
	"transaction of two writes": (rows, client, i) =>
		client.withSession(session =>
			session.withTransaction(async () => {
				await rows.insertOne(newRow(2_000_000 + i), { session });
				await rows.updateOne({ k: i % ROWS }, { $inc: { n: 1 } }, { session });
			})
		)
};

/** Measures each operation on all engines in turn, several times, and takes the medians. */
export async function throughput(engines: Measured[]): Promise<Line[]> {
	const places = await Promise.all(engines.map(fill));
	const lines: Line[] = [];
	for (const [what, operation] of Object.entries(OPERATIONS)) {
		const results = engines.map(() => ({ rates: [] as number[], cpu: [] as number[] }));
		for (let turn = 0; turn < ROUNDS; turn++) {
			for (const [place, engine] of engines.entries()) {
				const { rate, cpu } = await oneRound(engine, places[place]!, operation);
				results[place]!.rates.push(rate);
				if (cpu !== undefined) results[place]!.cpu.push(cpu);
			}
		}
		lines.push(...engines.map((engine, place) => line(what, engine, results[place]!)));
	}
	return lines;
}

function line(
	what: string,
	engine: Measured,
	{ rates, cpu }: { rates: number[]; cpu: number[] }
): Line {
	const used = cpu.length > 0 ? `, ${round(percentile(cpu, 0.5) * 1000)} µs CPU each` : "";
	return { what: `${what}, ${engine.name}`, figure: `${round(percentile(rates, 0.5))}/s${used}` };
}

/** A database with rows and an index; its counter keeps new keys apart over all rounds. */
interface Place {
	rows: Collection<Row>;
	next: { i: number };
}

async function fill({ client }: Measured): Promise<Place> {
	const database = client.db("bench");
	await database.dropDatabase();
	const rows = database.collection<Row>("rows");
	await rows.createIndex({ k: 1 });
	await rows.insertMany(Array.from({ length: ROWS }, (_, i) => newRow(i)));
	return { rows, next: { i: 0 } };
}

async function oneRound(engine: Measured, { rows, next }: Place, operation: Operation) {
	const first = next.i;
	const cpuBefore = await engine.cpu();
	const start = performance.now();
	const work = async () => {
		while (performance.now() - start < ROUND_MS) await operation(rows, engine.client, next.i++);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	const [count, elapsed] = [next.i - first, performance.now() - start];
	const cpuAfter = await engine.cpu();
	const known = cpuBefore !== undefined && cpuAfter !== undefined;
	return {
		rate: (count * 1000) / elapsed,
		cpu: known ? (cpuAfter - cpuBefore) / count : undefined
	};
}

function newRow(i: number): Row {
	return { _id: i, k: i, n: 0, name: `row ${i}`, at: new Date(i) };
}

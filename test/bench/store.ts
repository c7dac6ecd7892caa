import { availableParallelism, loadavg } from "node:os";
import { budgets } from "./support/budgets.ts";
import { embeddedEngine, otherEngine } from "./support/engines.ts";
import { printTable } from "./support/table.ts";
import { throughput } from "./support/throughput.ts";

// Measures the embedded store, beside another engine in the same run when there is one.
const embedded = await embeddedEngine();
const other = await otherEngine();
if (!other) console.log("MONGO_COMPARE_URL is not set: measuring the embedded store alone");
const engines = other ? [embedded, other] : [embedded];
try {
	const lines = [...(await throughput(engines)), ...(await budgets(embedded))];
	const load = `load ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores`;
	lines.push({
		what: "the machine at the end: above its cores, times tell little",
		figure: load
	});
	process.exitCode = printTable(lines) ? 0 : 1;
} finally {
	await other?.client.db("bench").dropDatabase();
	await Promise.all(engines.map(engine => engine.close()));
}

/**
 * A node in a process of its own that writes and publishes until it is killed. Arguments: the folder of its
 * store, NATS's URL or `-`, and the round. Prints each write once it is acknowledged, as `<key> <n>`.
 */
import { openEmbedded } from "../support/embedded.ts";
import { openStreamNode } from "../support/stream-node.ts";

const [dataDir, natsUrl, round] = process.argv.slice(2) as [string, string, string];
const WRITERS = 6;
/** Writes of one round have numbers of their own. */
const ROUND = 1_000_000;

const { url } = await openEmbedded(dataDir);
const node = await openStreamNode({
	mongoUrl: url,
	natsUrl: natsUrl === "-" ? null : natsUrl,
	nodeId: `writer-${round}`
});
const writes = node.runtime.connection.collection<{ _id: string }>("writes");

async function write(key: string) {
	for (let n = Number(round) * ROUND; ; n++) {
		await node.runtime.transaction(async session => {
			await writes.insertOne({ _id: `${key} ${n}` }, { session });
			await node.count(key, n);
		});
		process.stdout.write(`${key} ${n}\n`);
	}
}

await Promise.all(
	Array.from({ length: WRITERS }, (_, writer) => write(`key ${writer % 3}${writer}`))
);

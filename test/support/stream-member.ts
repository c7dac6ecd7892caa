/**
 * A node in a process of its own that consumes `counts` in the group `counter` until it is killed.
 * Arguments: the store's URL and NATS's, or `-`. Prints `ready`, and `began <n>` for each message; a negative
 * number is never finished.
 */
import { openStreamNode } from "./stream-node.ts";

const [mongoUrl, natsUrl] = process.argv.slice(2) as [string, string];

const node = await openStreamNode({ mongoUrl, natsUrl: natsUrl === "-" ? null : natsUrl });
node.consume(async ({ payload: { n } }) => {
	process.stdout.write(`began ${n}\n`);
	if (n < 0) await new Promise(() => undefined);
});
process.stdout.write("ready\n");

/** A thread that only reads: it answers the commands that the thread of the sockets gave away. */
import { parentPort, workerData } from "node:worker_threads";
import { READER_COMMANDS } from "../commands/table.ts";
import { Cursors } from "../cursors.ts";
import { storeError, toStoreError } from "../errors.ts";
import type { ReadHost } from "../read-host.ts";
import { openReader } from "../storage/connection.ts";
import { parseMessage } from "../wire/messages.ts";
import type { ReaderReply } from "./reader-pool.ts";

const { dataDir, thread } = workerData as { dataDir: string; thread: number };
const port = parentPort!;

const host: ReadHost = {
	connection: openReader(dataDir),
	cursors: new Cursors(thread),
	owner: undefined,
	limits: {},
	keepsCursors: true
};

port.on("message", ({ id, message }: { id: number; message: Uint8Array }) => {
	const reply = answer(id, Buffer.from(message.buffer, message.byteOffset, message.byteLength));
	port.postMessage(reply);
});

function answer(id: number, message: Buffer): ReaderReply {
	try {
		const request = parseMessage(message);
		const run = READER_COMMANDS[request.name];
		if (!run) throw storeError("CommandNotFound", `no such command: '${request.name}'`);
		const reply = host.connection.snapshot(() => {
			host.connection.catalog.refresh();
			return run(host, request);
		});
		return { id, reply: new Uint8Array(reply) };
	} catch (error) {
		const { code, codeName, message: text, labels } = toStoreError(error);
		return { id, error: { code, codeName, message: text, labels } };
	}
}

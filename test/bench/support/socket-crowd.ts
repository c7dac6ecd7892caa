/**
 * Thousands of Socket.IO clients in a process of their own, which read no more of an event than they must, so
 * that what is measured is the server. Argument: the kernel's address.
 */
import { serveParent } from "./child.ts";
import { acknowledged, openRawSocket, type RawSocket } from "./raw-socket.ts";

/** When one client was told of something, in milliseconds of the machine's clock. */
export type Receipts = Record<string, number[]>;

const AT_ONCE = 100;

/** An address of this machine has some 28,000 ports to connect from, of which others use some too. */
const PER_ADDRESS = 5000;

const url = process.argv[2]!;
const crowd: RawSocket[] = [];
let receipts: Receipts = {};

serveParent(url, {}, { join, emit, take, leave }, async () => leave());

/** Connects one client for each token, in their order. */
async function join({ tokens }: { tokens: string[] }) {
	const here = crowd.length;
	await inTurns(tokens, async (token, index) => {
		const localAddress = `127.0.0.${2 + Math.floor((here + index) / PER_ADDRESS)}`;
		crowd[here + index] = await openRawSocket({ url, token, localAddress, changed: note });
	});
	return crowd.length;
}

interface Emit {
	words: unknown[];
	/** How many say it, and after how many who do not. */
	count: number;
	first?: number;
}

/** Lets some clients say something; answers what one was answered, once all are. */
async function emit({ words, count, first = 0 }: Emit): Promise<unknown> {
	const answers: unknown[] = [];
	await inTurns(crowd.slice(first, first + count), async member => {
		answers.push(acknowledged(await member.ask(words)));
	});
	return answers[0];
}

/** Answers all receipts by the document's id, and begins anew. */
function take(): Receipts {
	const taken = receipts;
	receipts = {};
	return taken;
}

function leave() {
	for (const { socket } of crowd.splice(0)) socket.terminate();
}

function note(frame: Buffer) {
	const at = Number(process.hrtime.bigint()) / 1e6;
	const [, id = ""] = /"id":"(\w+)"/.exec(frame.toString("latin1", 0, 200)) ?? [];
	(receipts[id] ??= []).push(at);
}

async function inTurns<Item>(items: Item[], work: (item: Item, index: number) => Promise<void>) {
	let next = 0;
	const worker = async () => {
		while (next < items.length) {
			const index = next++;
			await work(items[index]!, index);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

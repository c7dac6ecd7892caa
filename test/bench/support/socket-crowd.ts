/**
 * Thousands of Socket.IO clients in a process of their own. They speak the protocol over plain WebSockets and
 * read no more of an event than they must, so that what is measured is the server. Argument: the kernel's address.
 */
import { WebSocket } from "ws";
import { serveParent } from "./child.ts";

/** When one client was told of something, in milliseconds of the machine's clock. */
export type Receipts = Record<string, number[]>;

interface Member {
	socket: WebSocket;
	/** Resolves what the member waits for: that it is let in, or an answer. */
	answered: (text: string) => void;
}

const AT_ONCE = 100;

/** An address of this machine has some 28,000 ports to connect from, of which others use some too. */
const PER_ADDRESS = 5000;

const url = process.argv[2]!;
const crowd: Member[] = [];
let receipts: Receipts = {};

serveParent(url, {}, { join, emit, take, leave }, async () => leave());

/** Connects one client for each token. */
async function join({ tokens }: { tokens: string[] }) {
	await inTurns(tokens, (token, index) => connect(token, index));
	return crowd.length;
}

/** Lets the first `count` clients say something; answers what one was answered, once all are. */
async function emit({ count, words }: { count: number; words: unknown[] }): Promise<unknown> {
	const answers: string[] = [];
	await inTurns(crowd.slice(0, count), async member => {
		answers.push(await ask(member, `420${JSON.stringify(words)}`));
	});
	const refused = answers.filter(answer => answer.includes('"error"'));
	if (refused.length > 0) throw new Error(`${refused.length} were refused, first ${refused[0]}`);
	const [answer] = JSON.parse(answers[0]!.slice("430".length)) as [unknown];
	return answer;
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

function connect(token: string, index: number): Promise<void> {
	const address = url.replace("http", "ws");
	const socket = new WebSocket(`${address}/socket.io/?EIO=4&transport=websocket`, {
		perMessageDeflate: false,
		localAddress: `127.0.0.${2 + Math.floor(index / PER_ADDRESS)}`
	});
	return new Promise((resolve, reject) => {
		const member: Member = {
			socket,
			answered: text => (text.startsWith("40") ? resolve() : reject(new Error(text)))
		};
		socket.once("error", reject);
		socket.on("message", data => receive(member, data as Buffer, token));
		socket.once("open", () => crowd.push(member));
	});
}

function receive(member: Member, data: Buffer, token: string) {
	const text = data.toString("latin1", 0, 20);
	if (text.startsWith('42["change"')) return note(data);
	if (text === "2") return member.socket.send("3");
	if (text.startsWith("0")) return member.socket.send(`40${JSON.stringify({ token })}`);
	return member.answered(data.toString());
}

function note(data: Buffer) {
	const at = Number(process.hrtime.bigint()) / 1e6;
	const [, id = ""] = /"id":"(\w+)"/.exec(data.toString("latin1", 0, 200)) ?? [];
	(receipts[id] ??= []).push(at);
}

function ask(member: Member, text: string): Promise<string> {
	return new Promise(resolve => {
		member.answered = resolve;
		member.socket.send(text);
	});
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

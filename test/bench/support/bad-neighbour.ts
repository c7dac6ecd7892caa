/**
 * One user who behaves badly towards the others on the same kernel, in a process of its own, so that what it does to
 * itself is not measured. It may read everything that the others write. Arguments: the kernel's address, a token.
 */
import { setTimeout } from "node:timers/promises";
import { serveParent } from "./child.ts";
import { acknowledged, openRawSocket, type RawSocket } from "./raw-socket.ts";

/** What one connection may ask for: 100 subscriptions, and 500 of cost, of which a `contains` is 5. */
const SUBSCRIPTIONS = 100;
const COSTLY_SUBSCRIPTIONS = 50;

const CONNECTIONS = 10;
const SLOW_PAUSE_MS = 250;

const [url = "", token = ""] = process.argv.slice(2);
const sockets: RawSocket[] = [];

const ways: Record<string, () => Promise<void>> = {
	neverReading: () => listen(socket => socket.pause()),
	slowlyReading: () => listen(socket => void readSlowly(socket)),
	costlyFilters,
	manySubscriptions: () => subscribeOften(name => ({ name })),
	manyMatching: () => subscribeOften(name => ({ name: { ne: name } }))
};

serveParent(url, {}, { begin: ({ way }: { way: string }) => ways[way]!(), end }, async () => end());

/** As many connections as a user may well have, all of which are told of everything. */
async function listen(treat: (socket: RawSocket["socket"]) => void) {
	for (let number = 0; number < CONNECTIONS; number++) {
		const client = await open();
		acknowledged(await client.ask(["subscribe", { collection: "projects" }]));
		treat(client.socket);
	}
}

async function readSlowly(socket: RawSocket["socket"]) {
	while (socket.readyState === socket.OPEN) {
		socket.pause();
		await setTimeout(SLOW_PAUSE_MS);
		socket.resume();
		await setTimeout(1);
	}
}

/** All that the filters of one connection may cost: long texts are looked for in long texts. */
async function costlyFilters() {
	const client = await open();
	for (let number = 0; number < COSTLY_SUBSCRIPTIONS; number++) {
		const contains = `a text that is in none of them ${number}`;
		const filter = { name: { contains }, description: { contains } };
		acknowledged(await client.ask(["subscribe", { collection: "projects", filter }]));
	}
}

/** A thousand subscriptions, each to something else, so that none shares the work of another. */
async function subscribeOften(filterOf: (nameOfNone: string) => object) {
	for (let number = 0; number < CONNECTIONS; number++) {
		const client = await open();
		for (let one = 0; one < SUBSCRIPTIONS; one++) {
			const filter = filterOf(`Nothing ${number} ${one}`);
			acknowledged(await client.ask(["subscribe", { collection: "projects", filter }]));
		}
	}
}

async function open() {
	const client = await openRawSocket({ url, token });
	// What is too slow is let go; that is no failure of the bench.
	client.socket.on("error", () => undefined);
	sockets.push(client);
	return client;
}

function end() {
	for (const { socket } of sockets.splice(0)) socket.terminate();
}

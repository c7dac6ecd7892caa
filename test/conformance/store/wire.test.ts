import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect } from "chai";
import { BSON, MongoClient } from "mongodb";
import type { Document } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { useStore } from "../../support/store.ts";
import { conforms } from "./differences.ts";

const OP_MSG = 2013;
const OP_QUERY = 2004;

/** A message with a header that may say something else than the truth. */
function message(opCode: number, body: Buffer, length = body.length + 16) {
	const header = Buffer.alloc(16);
	for (const [place, value] of [length, 7, 0, opCode].entries())
		header.writeInt32LE(value, place * 4);
	return Buffer.concat([header, body]);
}

function opMsg(document: Document, flags = 0) {
	const head = Buffer.alloc(5);
	head.writeUInt32LE(flags);
	return message(OP_MSG, Buffer.concat([head, BSON.serialize(document)]));
}

function opQuery(document: Document) {
	const name = Buffer.from("admin.$cmd\0");
	const head = Buffer.concat([
		Buffer.alloc(4),
		name,
		Buffer.alloc(4),
		Buffer.from([255, 255, 255, 255])
	]);
	return message(OP_QUERY, Buffer.concat([head, BSON.serialize(document)]));
}

/** What a client with a fault, or no client at all, may send. */
const GARBAGE: [name: string, bytes: Buffer][] = [
	["an HTTP request", Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n")],
	["random bytes", Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 131 + 17) % 256))],
	["a message of no length", message(OP_MSG, Buffer.alloc(0), 0)],
	["a message of negative length", message(OP_MSG, Buffer.alloc(10), -5)],
	["a message of two gigabytes", message(OP_MSG, Buffer.alloc(10), 2 ** 31 - 1)],
	["an unknown operation", message(9999, Buffer.alloc(20))],
	["a body that is no BSON", message(OP_MSG, Buffer.from([0, 0, 0, 0, 0, 200, 1, 2, 3]))],
	[
		"BSON with a length that lies",
		message(OP_MSG, Buffer.concat([Buffer.alloc(5), Buffer.from([100, 0, 0, 0, 0])]))
	],
	["a section of an unknown kind", message(OP_MSG, Buffer.from([0, 0, 0, 0, 9, 5, 0, 0, 0, 0]))],
	["an empty command", opMsg({})],
	["half a message", opMsg({ ping: 1, $db: "admin" }).subarray(0, 20)]
];

describe("store: the wire", () => {
	const store = useStore("wire");

	async function socket() {
		const { port, hostname } = new URL(store.url.replace("mongodb:", "http:"));
		const opened = connect(Number(port), hostname);
		opened.on("error", () => {});
		await once(opened, "connect");
		return opened;
	}

	async function answer(opened: Socket, bytes: Buffer, skip: number): Promise<Document> {
		opened.write(bytes);
		const [chunk] = (await once(opened, "data")) as [Buffer];
		return BSON.deserialize(chunk.subarray(16 + skip));
	}

	for (const [name, bytes] of GARBAGE) {
		it(`survives ${name}`, async () => {
			const opened = await socket();
			opened.end(bytes);
			opened.resume();
			await once(opened, "close");
			expect((await store.db.command({ ping: 1 })).ok).to.equal(1);
		});
	}

	it("answers the greeting in the old message and in the new one", async () => {
		const opened = await socket();
		const old = await answer(opened, opQuery({ isMaster: 1, helloOk: true }), 20);
		expect(old).to.include({ ismaster: true, helloOk: true });
		const recent = await answer(opened, opMsg({ hello: 1, $db: "admin" }), 5);
		expect(recent.isWritablePrimary).to.equal(true);
		opened.destroy();
	});

	it("answers several commands that arrive in one piece, in order", async () => {
		const opened = await socket();
		const hello = opMsg({ hello: 1, $db: "admin" });
		opened.write(Buffer.concat([hello, hello, hello]));
		const chunks: Buffer[] = [];
		for await (const chunk of opened) {
			chunks.push(chunk);
			if (countMessages(Buffer.concat(chunks)) === 3) break;
		}
		expect(countMessages(Buffer.concat(chunks))).to.equal(3);
	});

	it("takes a command that arrives byte by byte", async () => {
		const opened = await socket();
		const hello = opMsg({ hello: 1, $db: "admin" });
		opened.setNoDelay(true);
		for (const byte of hello.subarray(0, -1)) opened.write(Buffer.from([byte]));
		const reply = await answer(opened, hello.subarray(-1), 5);
		expect(reply.ok).to.equal(1);
		opened.destroy();
	});

	describe("without the secret", () => {
		function stranger(username: string, password: string) {
			const url = new URL(store.url.replace("mongodb:", "http:"));
			Object.assign(url, { username, password });
			if (!username) url.search = `?replicaSet=${url.searchParams.get("replicaSet")}`;
			const options = { serverSelectionTimeoutMS: 3000 };
			return MongoClient.connect(url.href.replace("http:", "mongodb:"), options);
		}

		it(
			"nothing is answered but the greeting: 13",
			conforms("authentication", async () => {
				const client = await stranger("", "");
				const work = client.db("admin").command({ listDatabases: 1 });
				await refused(work, 13, "Unauthorized").finally(() => client.close());
			})
		);

		it(
			"a wrong one is refused: 18",
			conforms("authentication-wrong", async () => {
				const name = new URL(store.url.replace("mongodb:", "http:")).username || "someone";
				await refused(stranger(name, "wrong"), 18, "AuthenticationFailed");
			})
		);
	});
});

function countMessages(bytes: Buffer) {
	let count = 0;
	for (let at = 0; at + 4 <= bytes.length; at += bytes.readInt32LE(at)) {
		if (at + bytes.readInt32LE(at) <= bytes.length) count++;
	}
	return count;
}

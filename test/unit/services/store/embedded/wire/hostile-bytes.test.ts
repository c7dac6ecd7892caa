import { once } from "node:events";
import { connect } from "node:net";
import { expect } from "chai";
import * as fc from "fast-check";
import { useStore } from "../support.ts";

const OP_MSG = 2013;
const OP_QUERY = 2004;

function message(length: number, opcode: number, body = Buffer.alloc(0)): Buffer {
	const header = Buffer.alloc(16);
	header.writeInt32LE(length, 0);
	header.writeInt32LE(opcode, 12);
	return Buffer.concat([header, body]);
}

function nested(levels: number): Buffer {
	let doc = Buffer.from([5, 0, 0, 0, 0]);
	for (let level = 0; level < levels; level++) {
		const outer = Buffer.alloc(doc.length + 8);
		outer.writeInt32LE(outer.length, 0);
		outer.write("\x03a\0", 4, "latin1");
		doc.copy(outer, 7);
		doc = outer;
	}
	return doc;
}

describe("store: bytes that are no commands", () => {
	const test = useStore();

	/** Sends bytes, closes, and waits until the store has closed as well. */
	async function send(bytes: Buffer): Promise<Buffer> {
		const socket = connect(Number(new URL(test.store.url).port), "127.0.0.1");
		const received: Buffer[] = [];
		socket.on("data", chunk => received.push(chunk));
		socket.on("error", () => undefined);
		socket.end(bytes);
		await once(socket, "close");
		return Buffer.concat(received);
	}

	const stillAnswers = async () =>
		expect(await test.db.command({ ping: 1 })).to.deep.equal({ ok: 1 });

	for (const length of [0, -1, 15, 48_000_001, 2 ** 31 - 1]) {
		it(`closes on a message of ${length} bytes`, async () => {
			expect(await send(message(length, OP_MSG))).to.have.length(0);
			await stillAnswers();
		});
	}

	it("answers an unknown operation with an error", async () => {
		expect((await send(message(16, 999))).toString("latin1")).to.include(
			"does not know the wire operation 999"
		);
	});

	it("answers what nests too deep with an error", async () => {
		const body = Buffer.concat([Buffer.alloc(5), nested(5000)]);
		const answer = await send(message(16 + body.length, OP_MSG, body));
		expect(answer.toString("latin1")).to.include("nests deeper");
	});

	it("survives any bytes", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.uint8Array({ maxLength: 200 }),
				fc.constantFrom(OP_MSG, OP_QUERY),
				async (bytes, opcode) => {
					await send(message(16 + bytes.length, opcode, Buffer.from(bytes)));
				}
			),
			{ numRuns: 150 }
		);
		await stillAnswers();
	});

	it("does not offer the store's own commands", async () => {
		const error = await test.db
			.command({ internalSearch: "x" })
			.catch((failure: unknown) => failure);
		expect(error).to.have.property("code", 59);
	});
});

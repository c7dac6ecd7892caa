/** Bytes that look like noise and are the same each time, as many as are wanted and without holding them. */
import { createCipheriv, createHash } from "node:crypto";

const PIECE_BYTES = 1024 * 1024;
const BLOCK_BYTES = 16;
const KEY = Buffer.alloc(16, 7);

/** The bytes from `start` to `end`: a stream cipher can be counted on to any of its blocks. */
export async function* noise(start: number, end: number): AsyncGenerator<Buffer> {
	const counter = Buffer.alloc(BLOCK_BYTES);
	counter.writeBigUInt64BE(BigInt(Math.floor(start / BLOCK_BYTES)), 8);
	const cipher = createCipheriv("aes-128-ctr", KEY, counter);
	cipher.update(Buffer.alloc(start % BLOCK_BYTES));
	const zeros = Buffer.alloc(PIECE_BYTES);
	for (let place = start; place < end; place += PIECE_BYTES)
		yield cipher.update(zeros.subarray(0, Math.min(PIECE_BYTES, end - place)));
}

/** The SHA-256 of the first `bytes` of it. */
export async function digestOf(bytes: number): Promise<string> {
	const hash = createHash("sha256");
	for await (const piece of noise(0, bytes)) hash.update(piece);
	return hash.digest("hex");
}

/** Sends a large upload whose connection breaks several times, as a client on a train does. */
import { Readable } from "node:stream";
import { Upload, type FileReader } from "tus-js-client";
import { digestOf, noise } from "./noise.ts";
import { startBreakingProxy } from "./breaking-proxy.ts";

/** Where to send it, and in whose name. */
interface Sender {
	url: string;
	token: string | null;
}

export interface CutUpload {
	id: string;
	/** The digest of what was sent. */
	sha256: string;
	/** How often the connection was broken. */
	cuts: number;
	seconds: number;
}

/** Longer than the cuts follow each other, and often enough for all of them. */
const RETRY_DELAYS = Array.from({ length: 50 }, () => 100);

/** Uploads `bytes` of noise by tus-js-client through a proxy that breaks the connection `cuts` times on the way. */
export async function sendCut(client: Sender, bytes: number, cuts: number): Promise<CutUpload> {
	const { hostname, port } = new URL(client.url);
	const proxy = await startBreakingProxy(hostname, Number(port), cuts, bytes / (cuts + 2));
	const startedAt = performance.now();
	try {
		const url = await upload(client, `http://127.0.0.1:${proxy.port}`, bytes);
		const seconds = (performance.now() - startedAt) / 1000;
		const sha256 = await digestOf(bytes);
		return { id: url.split("/").at(-1)!, sha256, cuts: proxy.broken(), seconds };
	} finally {
		proxy.close();
	}
}

function upload(client: Sender, origin: string, bytes: number): Promise<string> {
	return new Promise((resolve, reject) => {
		// What is read is made by the reader; the input is only a name for it.
		const sending = new Upload(Buffer.alloc(1), {
			endpoint: `${origin}/api/v1/uploads`,
			headers: { Authorization: `Bearer ${client.token}` },
			metadata: { filename: "noise.bin" },
			fileReader: noiseReader(bytes),
			retryDelays: RETRY_DELAYS,
			onSuccess: () => resolve(sending.url!),
			onError: reject
		});
		sending.start();
	});
}

function noiseReader(size: number): FileReader {
	const slice = (start: number, end: number) => {
		const last = Math.min(end, size);
		const value = Object.assign(Readable.from(noise(start, last), { objectMode: false }), {
			size: last - start
		});
		return Promise.resolve({ value, done: last === size });
	};
	const source = { size, slice, close: () => undefined };
	return { openFile: () => Promise.resolve(source) };
}

/** A server that speaks S3, on a free loopback port, with one bucket. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
// @ts-expect-error it brings no types
import S3rver from "s3rver";

interface S3Instance {
	run(): Promise<{ port: number }>;
	close(): Promise<void>;
}

export interface S3Server {
	port: number;
	/** `S3_URL` for it, at its own port or that of a proxy. */
	url(port?: number): string;
	/** The folder in which it keeps its objects. */
	folder: string;
	close(): Promise<void>;
}

const BUCKET = "lyceum";

export async function startS3Server(): Promise<S3Server> {
	const folder = await mkdtemp(path.join(tmpdir(), "lyceum-s3-"));
	const server = new S3rver({
		address: "127.0.0.1",
		port: 0,
		silent: true,
		allowMismatchedSignatures: false,
		directory: folder,
		configureBuckets: [{ name: BUCKET }]
	}) as S3Instance;
	const { port } = await server.run();
	return {
		port,
		folder,
		url: (at = port) => `http://S3RVER:S3RVER@127.0.0.1:${at}/${BUCKET}/files`,
		async close() {
			await server.close();
			await rm(folder, { recursive: true, force: true });
		}
	};
}

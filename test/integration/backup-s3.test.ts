/** `npm run backup` and `npm run restore` of files that lie in a bucket. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { sendFile } from "../support/files.ts";
import { startCommand } from "../support/kernel-process.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { startS3Server, type S3Server } from "../support/s3-server.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** More than one part of an upload by parts. */
const BYTES = 12 * 1024 * 1024;

describe("backup and restore of files in S3", function () {
	this.timeout(120_000);
	let folder: string;
	let from: S3Server;
	let to: S3Server;
	let api: TestKernel;

	before(async function () {
		if (process.env.MONGO_URL) this.skip();
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-backup-s3-"));
		[from, to] = await Promise.all([startS3Server(), startS3Server()]);
		api = await startTestKernel({ environment: { S3_URL: from.url() } });
	});
	after(async () => {
		await api?.stop();
		await Promise.all([from?.close(), to?.close()]);
		if (folder) await rm(folder, { recursive: true, force: true });
	});

	const run = (command: "backup" | "restore", bucket: S3Server, dataDir: string, file: string) =>
		startCommand(
			ROOT,
			[
				"node",
				"services/launch.mjs",
				`services/backup/${command}-main.ts`,
				command === "backup" ? "--to" : "--from",
				file
			],
			{ DATA_DIR: dataDir, S3_URL: bucket.url() }
		).ended;

	it("brings the same bytes into another bucket, and names what was missing", async () => {
		const ann = await api.as("ann");
		const content = randomBytes(BYTES);
		const kept = await sendFile(ann, content, "noise.bin", "");
		expect(kept.status, kept.text).to.equal(201);

		const file = path.join(folder, "bucket.backup");
		const backedUp = await run("backup", from, api.config.dataDir, file);
		expect(backedUp.code, backedUp.errors).to.equal(0);
		expect(backedUp.out).to.contain(`1 files of ${BYTES} bytes`);

		const dataDir = path.join(folder, "restored");
		const restored = await run("restore", to, dataDir, file);
		expect(restored.code, restored.errors).to.equal(0);
		const again = await startTestKernel({ dataDir, environment: { S3_URL: to.url() } });
		try {
			const response = await fetch(`${again.url}/api/v1/files/${kept.body.id}/content`, {
				headers: { authorization: `Bearer ${(await again.as("admin")).token}` }
			});
			expect(response.status).to.equal(200);
			const bytes = Buffer.from(await response.arrayBuffer());
			expect(bytes.equals(content), "every byte is as it was").to.equal(true);
		} finally {
			await again.stop();
		}
	});

	it("says that the bucket is away, and leaves no archive", async () => {
		const gone = await startS3Server();
		await gone.close();
		const file = path.join(folder, "away.backup");
		const { code, errors } = await run("backup", gone, api.config.dataDir, file);
		expect(code).to.equal(1);
		expect(errors.trim().split("\n")).to.have.length(1);
		expect(errors).to.match(/storage of files does not answer/);
	});
});

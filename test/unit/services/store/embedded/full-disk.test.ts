import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { MongoClient } from "mongodb";
import { openStore } from "../../../../../services/store/embedded/index.ts";
import { errorOf, useFolder } from "./support.ts";

const DISK_BYTES = 6 * 1024 * 1024;
const PADDING = "x".repeat(20_000);

describe("store: a disk that is full", () => {
	let isMounted = false;
	// Hooks run in the order in which they are named: the disk goes before its folder.
	after(() => {
		if (isMounted) execFileSync("umount", [folder.path]);
	});
	const folder = useFolder();

	before(function () {
		try {
			execFileSync(
				"mount",
				["-t", "tmpfs", "-o", `size=${DISK_BYTES}`, "tmpfs", folder.path],
				{ stdio: "ignore" }
			);
			isMounted = true;
		} catch {
			this.test!.title += " (not run: mounting a small disk needs root on Linux)";
			this.skip();
		}
	});

	it("refuses writes with 14031, goes on reading, and writes again when there is room", async () => {
		const ballast = join(folder.path, "ballast");
		writeFileSync(ballast, Buffer.alloc(DISK_BYTES / 3));
		const store = await openStore({ dataDir: join(folder.path, "store") });
		const client = new MongoClient(store.url);
		const rows = client.db().collection("rows");
		let acknowledged = 0;
		const fill = async () => {
			for (;;) {
				await rows.insertOne({ padding: PADDING });
				acknowledged++;
			}
		};
		expect((await errorOf(fill())).code).to.equal(14031);
		expect(await rows.countDocuments()).to.equal(acknowledged);
		rmSync(ballast);
		await rows.insertOne({ padding: PADDING });
		expect(await rows.countDocuments()).to.equal(acknowledged + 1);
		await client.close();
		await store.close();
	});
});

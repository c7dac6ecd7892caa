import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { MongoClient } from "mongodb";
import { useFolder } from "./embedded/support.ts";

const MAIN = fileURLToPath(new URL("../../../../services/store/main.ts", import.meta.url));

function start(...parameters: string[]): ChildProcess {
	return spawn(process.execPath, [MAIN, ...parameters], { stdio: ["ignore", "pipe", "pipe"] });
}

describe("npm run store", function () {
	this.timeout(20_000);
	const folder = useFolder();

	it("prints its URL, serves it, and ends on Ctrl-C with exit code 0", async () => {
		const child = start("--data-dir", folder.path);
		const [url] = (await once(createInterface(child.stdout!), "line")) as [string];
		const client = await MongoClient.connect(url);
		expect(await client.db().command({ ping: 1 })).to.deep.equal({ ok: 1 });
		await client.close();
		child.kill("SIGINT");
		expect((await once(child, "exit"))[0]).to.equal(0);
	});

	it("names a port that is none", async () => {
		const child = start("--port", "abc");
		const [[line], [code]] = await Promise.all([
			once(createInterface(child.stderr!), "line"),
			once(child, "exit")
		]);
		expect(line).to.match(/^--port is "abc", but has to be a whole number from 0 to 65535/);
		expect(code).to.equal(1);
	});
});

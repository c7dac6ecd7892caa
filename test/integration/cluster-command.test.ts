/** `npm run cluster`, as people run it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { endLeftovers, startCommand } from "../support/kernel-process.ts";
import { natsMissing } from "../support/nats.ts";
import { waitUntil } from "../support/wait-until.ts";

const MAIN = path.resolve(import.meta.dirname, "../../services/cluster/main.ts");

describe("npm run cluster", function () {
	this.timeout(120_000);
	let folder: string;
	before(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-cluster-command-"));
	});
	after(async () => {
		await endLeftovers();
		await rm(folder, { recursive: true, force: true });
	});

	it("starts nodes that answer for each other, tells the password once, and ends with Ctrl-C", async function () {
		if (natsMissing() !== null) return this.skip();
		const command = startCommand(folder, [process.execPath, MAIN, "--port", "0"]);
		await waitUntil("it has told all", () => {
			if (!command.isRunning()) throw new Error(command.errors());
			return command.out().includes("Stop with Ctrl-C.");
		});
		const told = command.out();
		const addresses = [...told.matchAll(/^ {2}(\S+) {2}(http:\S+)$/gm)];
		expect(addresses.map(([, name]) => name)).to.deep.equal([
			"gateway-1",
			"gateway-2",
			"plugins-1",
			"plugins-2"
		]);
		expect(told).to.match(/with the password \S+ \(shown this once\)/);
		for (const [, name, url] of addresses) {
			const answer = await fetch(`${url}/api/v1`);
			const { plugins } = (await answer.json()) as { plugins: { name: string }[] };
			expect(
				plugins.map(plugin => plugin.name),
				name
			).to.include("projects");
		}
		const { code, errors } = await command.end("SIGINT");
		expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
	});

	it("names a port that is none", async () => {
		const { code, errors } = await startCommand(folder, [process.execPath, MAIN, "--port", "x"])
			.ended;
		expect(code).to.equal(1);
		expect(errors).to.match(/^--port is "x", but has to be a whole number from 0 to 65000/);
	});
});

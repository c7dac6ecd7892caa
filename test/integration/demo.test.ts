/** `npm run demo`, as people run it: once from nothing, and once more on what is there. */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { createClient, type Client } from "../support/client.ts";
import { endLeftovers, startCommand, type Command } from "../support/kernel-process.ts";
import { waitUntil } from "../support/wait-until.ts";

const MAIN = path.resolve(import.meta.dirname, "../../services/demo/main.ts");
const DAY_MS = 86_400_000;

/** The console is built by its own tests. */
const ENVIRONMENT = { CONSOLE_BUILD: "off", LOG_LEVEL: "error" };

interface Page {
	data: Record<string, unknown>[];
	total: number;
}

describe("npm run demo", function () {
	this.timeout(300_000);
	let folder: string;
	before(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-demo-test-"));
	});
	after(async () => {
		await endLeftovers();
		await rm(folder, { recursive: true, force: true });
	});

	const start = (...more: string[]) =>
		startCommand(
			folder,
			[process.execPath, MAIN, "--port", "0", "--data-dir", "demo", ...more],
			ENVIRONMENT
		);

	it("shows a school with a week behind it, lets its people in, and ends with Ctrl-C", async () => {
		const command = start();
		const steps = ["day 1", "The week is there", "Stop with Ctrl-C.", "Somebody forgets"];
		await told(command, ...steps, "the charts fill in.");
		const admin = await signIn(command, "ines");
		const total = async (list: string) => (await admin.get<Page>(list)).body.total;
		expect(await total("/users")).to.equal(11);
		expect(await total("/content")).to.be.at.least(75);
		expect(await total("/projects")).to.equal(7);
		for (const list of [
			"/attendance",
			"/files",
			"/mail",
			"/quality/feedback",
			"/quality/monitors",
			"/quality/findings?filter[state]=open",
			"/quality/findings?filter[state]=assigned",
			"/quality/findings?filter[state]=waived",
			"/streams/dead-letters",
			"/tasks?filter[state]=done",
			"/tasks?filter[state]=failed",
			"/tasks?filter[state]=cancelled",
			"/tasks?filter[state]=running"
		])
			expect(await total(list), list).to.be.above(0);
		const { body: plugin } = await admin.get("/plugins/attendance");
		expect(plugin).to.include({ state: "started", version: "1.1.0" });
		expect(plugin.previous).to.include({ version: "1.0.0" });
		const { body: tasks } = await admin.get<Page>("/tasks?pageSize=100");
		const days = new Set(tasks.data.map(({ createdAt }) => String(createdAt).slice(0, 10)));
		expect(days.size).to.be.at.least(5);
		const { body: audit } = await admin.get<Page>("/audit?sort=at&pageSize=1");
		expect(Date.now() - Date.parse(String(audit.data[0]!.at))).to.be.above(6 * DAY_MS);
		const { code, errors } = await command.end("SIGINT");
		expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
	});

	it("goes on with what is there at the next start, under the same password", async () => {
		const again = start("--quiet");
		await told(again, "Stop with Ctrl-C.");
		expect(again.out()).not.to.include("this happens once");
		const student = await signIn(again, "ada");
		const { body } = await student.get<Page>("/projects");
		expect(body.data.map(({ name }) => name)).to.include("Reading group");
		const { code } = await again.end("SIGINT");
		expect(code).to.equal(0);
	});

	it("leaves the data of another kernel alone", async () => {
		const other = path.join(folder, "other");
		await mkdir(path.join(other, "store"), { recursive: true });
		await writeFile(path.join(other, "store", "documents"), "somebody's");
		const { code, errors } = await start("--data-dir", other).ended;
		expect(code).to.equal(1);
		expect(errors).to.match(/^--data-dir is ".*other", which holds the data of another kernel/);
		expect(existsSync(path.join(other, "store", "documents"))).to.equal(true);
	});

	it("names a port that is none", async () => {
		const { code, errors } = await start("--port", "x").ended;
		expect(code).to.equal(1);
		expect(errors).to.match(/^--port is "x", but has to be a whole number from 0 to 65535/);
	});
});

/** Waits for one thing after the other, because each has its time. */
async function told(command: Command, ...texts: string[]) {
	for (const text of texts)
		await waitUntil(`it says "${text}"`, () => {
			if (!command.isRunning()) throw new Error(`It ended before: ${command.errors()}`);
			return command.out().includes(text);
		});
}

async function signIn(command: Command, name: string): Promise<Client> {
	const [, url = ""] = /answers at (\S+)/.exec(command.out()) ?? [];
	const [, password] = /the password (\S+)/.exec(command.out()) ?? [];
	const account = { username: `${name}@school.example`, password };
	const { body } = await createClient(url).post("/auth/login", account);
	return createClient(url, String(body.access_token));
}

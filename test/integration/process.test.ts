/** The kernel as a process: its output goes away, its terminal is closed, its stop takes too long. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { createClient } from "../support/client.ts";
import { endLeftovers, startAndFail, startKernelProcess } from "../support/kernel-process.ts";
import { pingService, writePlugin } from "../support/plugin-package.ts";
import { waitUntil } from "../support/wait-until.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const OWN = { ADMIN_EMAIL: "me@example.org", ADMIN_PASSWORD: "Correct-horse-7-battery" };

/** What comes sooner after the first is the same Ctrl-C, passed on by the terminal, npm and the launcher. */
const MEANT_ANEW_MS = 1100;

describe("the kernel's process", function () {
	this.timeout(120_000);
	let folder: string;
	let environment: Record<string, string>;
	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-process-"));
		const PLUGINS_DIR = path.join(folder, "plugins");
		await mkdir(PLUGINS_DIR);
		environment = { ...OWN, DATA_DIR: path.join(folder, "data"), PLUGINS_DIR };
	});
	afterEach(async () => {
		await endLeftovers();
		await rm(folder, { recursive: true, force: true });
	});

	it("goes on when nobody reads its output any more, as behind `| head -1`", async () => {
		const child = spawn(process.execPath, ["services/launch.mjs", "services/main.ts"], {
			cwd: ROOT,
			env: { PATH: process.env.PATH, PORT: "0", LOG_LEVEL: "trace", ...environment },
			stdio: ["ignore", "pipe", "pipe"]
		});
		const exited = once(child, "exit");
		try {
			// Closed before it has said anything: every word from here on meets a closed pipe.
			child.stderr.destroy();
			const [line] = (await once(child.stdout, "data")) as [Buffer];
			child.stdout.destroy();
			const [, url] = /answers at (\S+)/.exec(line.toString())!;
			const guest = createClient(url!);
			for (let request = 0; request < 5; request++)
				expect((await guest.get("/nothing")).status).to.equal(404);
			expect((await guest.get("//health")).status).to.equal(200);
		} finally {
			child.kill("SIGTERM");
		}
		expect(await exited).to.deep.equal([0, null]);
	});

	it("has an audit entry of each change that it answered, once, also after a kill -9", async () => {
		const { PLUGINS_DIR = "" } = environment;
		await cp(path.join(ROOT, "plugins/projects"), path.join(PLUGINS_DIR, "projects"), {
			recursive: true
		});
		environment.RATE_LIMITS = "off";
		const first = await startKernelProcess(ROOT, environment);
		const before = await signIn(first.url);
		const answers = await Promise.all(
			Array.from({ length: 130 }, () => before.post("/projects", { name: "Audited" }))
		);
		await first.end("SIGKILL");
		const after = await signIn((await startKernelProcess(ROOT, environment)).url);
		const { body } = await after.get("/audit/count?filter[eventType]=projects.created");
		expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([201]));
		expect(body).to.deep.equal({ total: 130 });
		expect((await after.get("/audit/verify")).body).to.include({ valid: true });
	});

	it("ends in order when its terminal is closed", async () => {
		const kernel = await startKernelProcess(ROOT, environment);
		const { code, errors } = await kernel.end("SIGHUP");
		expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
	});

	it("waits for a plugin that does not stop, but not at the second Ctrl-C", async () => {
		await writePlugin(environment.PLUGINS_DIR!, {
			name: "endless",
			service: pingService("endless", "1").replace(
				"actions:",
				"stopped() { return new Promise(() => {}); },\n\tactions:"
			)
		});
		const kernel = await startKernelProcess(ROOT, environment);
		const guest = createClient(kernel.url);
		const ended = kernel.end("SIGINT");
		await waitUntil("it takes no requests", () =>
			guest.get("//health").then(
				() => false,
				() => true
			)
		);
		expect(kernel.isRunning()).to.equal(true);
		const later = Date.now() + MEANT_ANEW_MS;
		await waitUntil("another Ctrl-C is one of its own", () =>
			Promise.resolve(Date.now() > later)
		);
		void kernel.end("SIGINT");
		expect((await ended).code).to.equal(1);
	});

	it("lets one of two that start at the same moment have the data, and says so to the other", async () => {
		const starts = [environment, environment].map(same =>
			startKernelProcess(ROOT, same).catch((error: Error) => error)
		);
		const started = await Promise.all(starts);
		const kernels = started.filter(kernel => "url" in kernel);
		const errors = started.filter(kernel => "message" in kernel);
		expect(kernels).to.have.length(1);
		expect(errors[0]!.message).to.match(
			/^It ended before: DATA_DIR: .* cannot be opened: another process is using it\n$/
		);
		expect((await createClient(kernels[0]!.url).get("//health")).status).to.equal(200);
		expect((await kernels[0]!.end()).code).to.equal(0);
	});

	it("opens a copy of the data that was made while it ran", async () => {
		const kernel = await startKernelProcess(ROOT, environment);
		const copy = path.join(folder, "copy");
		await cp(environment.DATA_DIR!, copy, { recursive: true });
		const second = await startKernelProcess(ROOT, { ...environment, DATA_DIR: copy });
		const { status } = await createClient(second.url).post("/auth/login", {
			username: OWN.ADMIN_EMAIL,
			password: OWN.ADMIN_PASSWORD
		});
		expect(status).to.equal(200);
		expect((await second.end()).code).to.equal(0);
		expect((await kernel.end()).code).to.equal(0);
	});

	it("takes folders with spaces and letters of any script", async () => {
		const strange = path.join(folder, "ein Ordner, папка #1 100% ?");
		const all = {
			...environment,
			DATA_DIR: path.join(strange, "data"),
			PLUGINS_DIR: path.join(strange, "plugins")
		};
		await writePlugin(all.PLUGINS_DIR, { name: "ping" });
		const kernel = await startKernelProcess(ROOT, all);
		const { body } = await createClient(kernel.url).get("/ping");
		expect(body).to.deep.equal({ version: "1.0.0" });
		expect((await kernel.end()).code).to.equal(0);
	});

	it("refuses a data folder that its user may not write", async function () {
		if (process.getuid?.() === 0) {
			this.test!.title += " (not run: root may write everywhere)";
			this.skip();
		}
		const closed = path.join(folder, "closed");
		await mkdir(closed, { mode: 0o500 });
		const { code, errors } = await startAndFail(ROOT, {
			...environment,
			DATA_DIR: path.join(closed, "data")
		});
		expect(code).to.equal(1);
		expect(errors).to.match(/^DATA_DIR: expected a folder that can be written, .*EACCES\)\n$/);
	});
});

async function signIn(url: string) {
	const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = OWN;
	const { body } = await createClient(url).post("/auth/login", { email, password });
	return createClient(url, body.access_token as string);
}

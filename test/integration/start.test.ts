/** `npm start`, `npm run dev` and `npm run store` in a copy of the project, from the first start to a full disk. */
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { MongoClient } from "mongodb";
import { createClient, type Client } from "../support/client.ts";
import {
	endLeftovers,
	startAndFail,
	startCommand,
	startKernelProcess,
	type KernelProcess
} from "../support/kernel-process.ts";
import { pingService, uploadForm, writePlugin } from "../support/plugin-package.ts";
import { copyProject, type ProjectCopy } from "../support/project-copy.ts";
import { head, openSocket, parseAnswer, readAll } from "../support/raw-http.ts";
import { waitUntil } from "../support/wait-until.ts";

const NPM_START: [string, ...string[]] = ["npm", "start"];
const NPM_DEV: [string, ...string[]] = ["npm", "run", "dev"];
const EMAIL = "admin@lyceum.localhost";
const OWN = { ADMIN_EMAIL: "me@example.org", ADMIN_PASSWORD: "Correct-horse-7-battery" };

describe("a kernel of its own", function () {
	this.timeout(180_000);
	let project: ProjectCopy;
	let scratch: string;
	before(async () => {
		project = await copyProject();
		scratch = await mkdtemp(path.join(tmpdir(), "lyceum-scratch-"));
	});
	after(async () => {
		await endLeftovers();
		await project.remove();
		await rm(scratch, { recursive: true, force: true });
	});

	function start(dataDir: string, environment = {}, line?: [string, ...string[]]) {
		const all = { DATA_DIR: path.join(scratch, dataDir), ...environment };
		return startKernelProcess(project.folder, all, line);
	}

	describe("npm start", () => {
		let password: string;

		it("tells its addresses and makes an administrator; Ctrl-C ends it with 0", async () => {
			const kernel = await start("first", {}, NPM_START);
			expect(kernel.out()).to.include(`
  API      ${kernel.url}/api/v1
  OpenAPI  ${kernel.url}/openapi.json  (${kernel.url}/docs, ${kernel.url}/redoc)
  Health   ${kernel.url}/health
The first administrator is ${EMAIL}
with the password ${kernel.password} (shown this once)
Stop with Ctrl-C.`);
			const root = createClient(kernel.url);
			for (const address of ["//api/v1", "//openapi.json", "//docs", "//redoc", "//health"])
				expect((await root.get(address)).status, address).to.equal(200);
			password = kernel.password!;
			const admin = await signIn(kernel, EMAIL, password);
			expect((await addProject(admin, "Kept")).status).to.equal(201);
			const { code, errors } = await kernel.end("SIGINT");
			expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
		});

		it("finds its data again and tells no password any more; SIGTERM ends it with 0", async () => {
			const kernel = await start("first", {}, NPM_START);
			expect(kernel.out()).to.not.match(/administrator|password/);
			const admin = await signIn(kernel, EMAIL, password);
			expect(await projectNames(admin)).to.deep.equal(["Kept"]);
			const { code, errors } = await kernel.end("SIGTERM");
			expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
		});

		it("tells nothing of an administrator that the settings name", async () => {
			const kernel = await start("named", OWN);
			expect(kernel.out()).to.not.match(/administrator|password|me@example/);
			await signIn(kernel, OWN.ADMIN_EMAIL, OWN.ADMIN_PASSWORD);
			await kernel.end();
		});

		it("ends with 1 and one line when a setting is wrong", async () => {
			const { code, out, errors } = await startAndFail(project.folder, { PORT: "abc" });
			expect({ code, out }).to.deep.equal({ code: 1, out: "" });
			expect(errors).to.match(/^PORT: expected a whole number .*, got "abc"\n$/);
		});
	});

	it("takes from .env what the environment does not set", async () => {
		const file = path.join(project.folder, ".env");
		await writeFile(file, "HOST=of/file\n");
		const fromFile = await startAndFail(project.folder, {});
		const fromEnvironment = await startAndFail(project.folder, { HOST: "of/environment" });
		await rm(file);
		expect(fromFile.errors).to.match(/^HOST: .*, got "of\/file"\n$/);
		expect(fromEnvironment.errors).to.match(/^HOST: .*, got "of\/environment"\n$/);
	});

	it("ends with 0 when it is stopped while it starts", async () => {
		const launch = startCommand(project.folder, ["node", "services/main.ts"], {
			PORT: "0",
			DATA_DIR: path.join(scratch, "early")
		});
		const lock = path.join(scratch, "early", "store", "lock.db");
		await waitUntil("the store is opened", () => isThere(lock));
		expect((await launch.end("SIGTERM")).code).to.equal(0);
	});

	for (const signal of ["SIGINT", "SIGTERM"] as const) {
		it(`ends the request in flight at ${signal}, and then with 0`, async () => {
			const kernel = await start("drained", OWN);
			const body = JSON.stringify({
				username: OWN.ADMIN_EMAIL,
				password: OWN.ADMIN_PASSWORD
			});
			const socket = await openSocket(kernel.url);
			const answer = readAll(socket);
			const login = head("POST /api/v1/auth/login", {
				"Content-Type": "application/json",
				"Content-Length": body.length,
				// Answered once the request is being worked on, before its body is there.
				Expect: "100-continue"
			});
			socket.write(login);
			await new Promise(resolve => socket.once("data", resolve));
			const ended = kernel.end(signal);
			await waitUntil("no connection is taken", () => refuses(kernel.url));
			socket.write(body);
			const [, final = ""] = (await answer).split("100 Continue\r\n\r\n");
			expect(parseAnswer(final).status, final).to.equal(200);
			expect((await ended).code).to.equal(0);
		});
	}

	it("finds everything that was acknowledged after kill -9", async () => {
		const kernel = await start("killed", OWN);
		const admin = await signIn(kernel, OWN.ADMIN_EMAIL, OWN.ADMIN_PASSWORD);
		const acknowledged: string[] = [];
		const writing = write(admin, acknowledged);
		await waitUntil("some are written", () => Promise.resolve(acknowledged.length >= 20));
		await kernel.end("SIGKILL");
		await writing;
		const again = await start("killed", OWN);
		expect(again.out()).to.not.include("administrator");
		const back = await signIn(again, OWN.ADMIN_EMAIL, OWN.ADMIN_PASSWORD);
		expect(await projectNames(back)).to.include.members(acknowledged);
		await again.end();
	});

	it("is refused on the data of another, which goes on", async () => {
		const kernel = await start("shared", OWN);
		const DATA_DIR = path.join(scratch, "shared");
		const { code, out, errors } = await startAndFail(project.folder, { DATA_DIR });
		expect({ code, out }).to.deep.equal({ code: 1, out: "" });
		expect(errors).to.equal(
			`DATA_DIR: The data folder "${DATA_DIR}/store" cannot be opened: another process is using it\n`
		);
		expect((await createClient(kernel.url).get("//health")).status).to.equal(200);
		expect((await kernel.end()).code).to.equal(0);
	});

	describe("with a data folder of another file system", () => {
		let folder: string;
		beforeEach(async function () {
			if (process.getuid?.() !== 0 || process.platform !== "linux") this.skip();
			folder = await mkdtemp(path.join(tmpdir(), "lyceum-mount-"));
			if (!mount("-t", "tmpfs", "-o", "size=24m", "tmpfs", folder)) this.skip();
		});
		afterEach(async () => {
			if (!folder) return;
			await endLeftovers();
			spawnSync("umount", [folder]);
			await rm(folder, { recursive: true });
			folder = "";
		});

		it("ends with 1 and one line when nothing can be written there", async () => {
			expect(mount("-o", "remount,ro", folder)).to.equal(true);
			const run = await startAndFail(project.folder, { DATA_DIR: folder });
			expect([run.code, run.out]).to.deep.equal([1, ""]);
			expect(run.errors).to.match(/^DATA_DIR: .*cannot be (opened|written).*\n$/);
		});

		it("says 503 to writes and answers reads while it is full, and goes on when there is space", async () => {
			const kernel = await start(".", { ...OWN, DATA_DIR: folder });
			const admin = await signIn(kernel, OWN.ADMIN_EMAIL, OWN.ADMIN_PASSWORD);
			expect((await addProject(admin, "Before")).status).to.equal(201);
			const filler = path.join(folder, "filler");
			await fill(filler);
			const refused = await writeUntilRefused(admin);
			expect(refused.status, refused.text).to.equal(503);
			expect(refused.body).to.deep.include({
				code: "GATEWAY_STORE_FULL",
				detail: "The disk that holds the store is full: nothing was written"
			});
			expect(refused.headers.get("retry-after")).to.equal("1");
			expect(refused.text).to.not.match(/sqlite|mongo|\n\s+at /i);
			expect(await projectNames(admin)).to.include("Before");
			expect((await admin.get("/exercises")).status).to.equal(200);
			expect(await fillUp(admin)).to.have.members(await projectNames(admin));
			const upload = await admin.post(
				"/plugins",
				await uploadForm({ name: "pinger", files: { "big.txt": "x".repeat(200_000) } })
			);
			expect([upload.status, upload.body.code]).to.deep.equal([503, "GATEWAY_STORE_FULL"]);
			expect((await admin.get("/plugins/pinger")).status).to.equal(404);
			await unlink(filler);
			expect((await addProject(admin, "After")).status).to.equal(201);
			await expectTrailOf(admin, await projectNames(admin));
			expect((await kernel.end()).code).to.equal(0);
		});
	});

	it("npm run dev loads a plugin as it is saved; what does not parse leaves the old one serving", async () => {
		const plugins = path.join(scratch, "plugins");
		await mkdir(plugins);
		const folder = await writePlugin(plugins, {
			name: "ping",
			service: pingService("ping", "1")
		});
		const service = path.join(folder, "ping.service.js");
		const kernel = await start("watched", { ...OWN, PLUGINS_DIR: plugins }, NPM_DEV);
		const client = createClient(kernel.url);
		const answers = async (version: string) => {
			const { body } = await client.get("/ping");
			return body.version === version;
		};
		expect(await answers("1")).to.equal(true);
		await writeFile(service, pingService("ping", "2"));
		await waitUntil("the second version answers", () => answers("2"));
		await writeFile(service, "export default {{{");
		await waitUntil("the third is refused", () =>
			Promise.resolve(/could not be loaded/.test(kernel.errors()))
		);
		expect(kernel.errors())
			.to.match(/"ping\\" goes on as it was, because what should replace it does not run: /)
			.and.not.match(/1\.0\.0 does not run/);
		expect(await answers("2")).to.equal(true);
		await writeFile(service, pingService("ping", "4"));
		await waitUntil("the fourth version answers", () => answers("4"));
		expect((await kernel.end()).code).to.equal(0);
	});

	describe("npm run store", () => {
		const line: [string, ...string[]] = ["npm", "run", "store", "--"];

		it("ends its output with a URL that the driver takes; Ctrl-C ends it with 0", async () => {
			const data = path.join(scratch, "store-alone");
			const store = startCommand(project.folder, [...line, "--data-dir", data]);
			await waitUntil("it tells its URL", () =>
				Promise.resolve(/^mongodb:.*\n/m.test(store.out()))
			);
			const client = new MongoClient(store.out().trim().split("\n").at(-1)!);
			const things = client.db().collection("things");
			await things.insertOne({ name: "first" });
			expect(await things.countDocuments({ name: "first" })).to.equal(1);
			await client.close();
			expect((await store.end("SIGINT")).code).to.equal(0);
		});

		it("ends with 1 and says what is wrong with an option", async () => {
			const { code, errors } = await startCommand(project.folder, [...line, "--port", "x"])
				.ended;
			expect(code).to.equal(1);
			expect(errors).to.match(/^--port is "x", but has to be a whole number from 0 to 65535/);
		});
	});
});

async function signIn({ url }: KernelProcess, username: string, password: string) {
	const { status, body, text } = await createClient(url).post("/auth/login", {
		username,
		password
	});
	expect(status, text).to.equal(200);
	return createClient(url, body.access_token as string);
}

function addProject(client: Client, name: string) {
	return client.post("/projects", { name });
}

async function projectNames(client: Client) {
	const { body } = await client.get<{ data: { name: string }[]; total: number }>(
		"/projects?pageSize=100&fields=name"
	);
	expect(body.total).to.be.at.most(100);
	return body.data.map(({ name }) => name);
}

/** Writes until the connection breaks, and notes what was acknowledged. */
async function write(client: Client, acknowledged: string[]) {
	for (let number = 0; number < 100; number++) {
		const answer = await addProject(client, `Project ${number}`).catch(() => null);
		if (answer?.status !== 201) return;
		acknowledged.push(`Project ${number}`);
	}
}

/** Takes all the space that is left, to the last page. */
async function fill(file: string) {
	const { status } = spawnSync("dd", ["if=/dev/zero", `of=${file}`, "bs=4096"], {
		stdio: "ignore"
	});
	expect(status, "dd on a disk that gets full").to.equal(1);
	expect((await readFile(file)).length).to.be.greaterThan(0);
}

/** SQLite's log has some room of its own, so that the first writes may still succeed. */
async function writeUntilRefused(client: Client) {
	const description = "x".repeat(10_000);
	for (let number = 0; number < 1000; number++) {
		const answer = await client.post("/projects", { name: `Big ${number}`, description });
		if (answer.status !== 201) return answer;
	}
	throw new Error("A thousand writes were taken by a full disk");
}

/** Makes projects until one is refused; returns the names of those that were taken. */
async function fillUp(admin: Client) {
	const taken = await projectNames(admin);
	for (let number = 0; number < 50; number++) {
		const name = `Full ${number}`;
		if ((await addProject(admin, name)).status !== 201) return taken;
		taken.push(name);
	}
	throw new Error("Fifty writes were taken by a full disk");
}

/** What was refused has left nothing in the audit trail either, and the trail is whole. */
async function expectTrailOf(admin: Client, names: string[]) {
	const entries = await admin.get("/audit?filter[eventType]=projects.created&pageSize=1");
	expect(entries.body.total, entries.text).to.equal(names.length);
	expect((await admin.get("/audit/verify")).body).to.include({ valid: true });
}

function mount(...args: string[]) {
	return spawnSync("mount", args).status === 0;
}

function refuses(url: string) {
	return openSocket(url).then(
		socket => (socket.destroy(), false),
		() => true
	);
}

function isThere(file: string) {
	return readFile(file).then(
		() => true,
		() => false
	);
}

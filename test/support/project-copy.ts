/**
 * A copy of the project in a folder of its own, to try what people are told to type. Its packages are those
 * of this project, linked one by one, so that nothing that is typed there changes them.
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import mongoose from "mongoose";
import { databaseUrl } from "./store-url.ts";
import { createClient } from "./client.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const NOT_COPIED = new Set(["node_modules", ".git", ".env", "data", "coverage"]);

/** Where people are told that the kernel answers. */
const TOLD_ADDRESS = "127.0.0.1:3000";

/** Shell variables that one command sets and a later one uses. */
const KEPT_VARIABLES = "API TOKEN IDEA";

export interface ProjectCopy {
	folder: string;
	/** What commands are run with: a port of their own, and an own database when there is an engine. */
	environment: Record<string, string>;
	/** Starts a command that goes on, e.g. `npm run dev`. */
	start(command: string): void;
	/** Runs a command in the shell, after those before it. */
	run(command: string): { status: number | null; stdout: string; stderr: string };
	/** Tells whether the kernel answers a guest's GET with this status. */
	answers(path: string, status: number): Promise<boolean>;
	/** Tells whether a plugin runs that was made of these bytes of its service. */
	serves(plugin: string, service: string): Promise<boolean>;
	remove(): Promise<void>;
}

export async function copyProject(): Promise<ProjectCopy> {
	const folder = await mkdtemp(path.join(tmpdir(), "lyceum-copy-"));
	await copyFiles(folder);
	await linkPackages(folder);
	const port = await freePort();
	const mongoUrl = process.env.MONGO_URL ? ownDatabase(process.env.MONGO_URL) : undefined;
	const environment: Record<string, string> = {
		PORT: String(port),
		LOG_LEVEL: "fatal",
		CONSOLE_BUILD: "off",
		...(mongoUrl !== undefined && { MONGO_URL: mongoUrl })
	};
	const client = createClient(`http://127.0.0.1:${port}`);
	const own = (command: string) => command.replaceAll(TOLD_ADDRESS, `127.0.0.1:${port}`);
	let running: ChildProcess | undefined;
	return {
		folder,
		environment,
		start(command) {
			running = spawn("bash", ["-c", own(command)], {
				cwd: folder,
				env: { ...process.env, ...environment },
				stdio: "ignore",
				// A group of its own, as a terminal has: it is stopped as Ctrl-C stops it.
				detached: true
			});
		},
		run(command) {
			const state = path.join(folder, ".shell-state");
			const script = `touch ${state}; . ${state}
${own(command)}
for name in ${KEPT_VARIABLES}; do [ -z "\${!name-}" ] || declare -p "$name"; done > ${state}`;
			return spawnSync("bash", ["-eo", "pipefail", "-c", script], {
				cwd: folder,
				env: { ...process.env, ...environment },
				encoding: "utf8"
			});
		},
		async answers(target, status) {
			const answer = await client.get(target).catch(() => null);
			return answer?.status === status;
		},
		async serves(plugin, service) {
			const actions = [...service.matchAll(/rest: "POST \/:id(\/\w+)"/g)].map(
				([, end]) => end!
			);
			const list = await client.get(`/${plugin}`).catch(() => null);
			const others = await Promise.all(
				actions.map(end => client.post(`/${plugin}/none${end}`))
			);
			return list?.status === 200 && others.every(({ status }) => status === 401);
		},
		async remove() {
			if (running) await stopGroup(running);
			if (mongoUrl !== undefined) await dropDatabase(mongoUrl);
			await rm(folder, { recursive: true, force: true });
		}
	};
}

async function copyFiles(folder: string) {
	for (const name of await readdir(ROOT)) {
		if (NOT_COPIED.has(name)) continue;
		await cp(path.join(ROOT, name), path.join(folder, name), { recursive: true });
	}
}

/** Links every package, and says that they are those of the lock file, so that none is installed. */
async function linkPackages(folder: string) {
	const [source, target] = [path.join(ROOT, "node_modules"), path.join(folder, "node_modules")];
	await mkdir(target);
	const names = (await readdir(source)).filter(name => name !== ".lyceum-installed");
	await Promise.all(names.map(name => symlink(path.join(source, name), path.join(target, name))));
	const lock = await readFile(path.join(folder, "package-lock.json"));
	const hash = createHash("sha256").update(lock).digest("hex");
	await writeFile(path.join(target, ".lyceum-installed"), hash);
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, "close");
	return port;
}

async function stopGroup(child: ChildProcess) {
	if (child.exitCode !== null || child.pid === undefined) return;
	const exit = once(child, "exit");
	process.kill(-child.pid, "SIGINT");
	await exit;
}

function ownDatabase(url: string) {
	return databaseUrl(url, `copy${new mongoose.Types.ObjectId().toHexString()}`);
}

async function dropDatabase(url: string) {
	const connection = await mongoose.createConnection(url).asPromise();
	await connection.dropDatabase();
	await connection.close();
}

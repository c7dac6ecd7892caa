/**
 * The console's build: made in a child process of low priority while the API answers, and made again only
 * when the sources have changed.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rename, rm } from "node:fs/promises";
import { constants, setPriority } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { buildFolders, findBuild, removeOldBuilds, writableFolder } from "./build-folder.ts";
import { hashSources, SOURCES } from "./sources.ts";

/** What the child runs: it takes a folder, and tells how far it is line by line. */
const SCRIPT = path.join(SOURCES, "build.ts");

/** The last words of a build that failed are worth showing; the rest is in the log. */
const MAX_WORDS = 2000;

/** Whoever asks later than this makes another attempt: a full disk may have room again. */
const RETRY_AFTER_MS = 60_000;

export type BuildState =
	| { phase: "idle" | "looking" }
	| { phase: "building"; modules: number; startedAt: number }
	| { phase: "ready"; folder: string }
	| { phase: "failed"; reason: string; at: number };

interface BuildLogger {
	info(message: string): void;
	error(message: string): void;
}

export class ConsoleBuild {
	state: BuildState = { phase: "idle" };
	/** Done once it is known whether there is a build already. */
	looked: Promise<void> = Promise.resolve();
	readonly #folders: string[];
	readonly #logger: BuildLogger;
	/** False when nothing may be built here: a build that is there is served. */
	readonly #mayBuild: boolean;
	#running: Promise<void> | undefined;
	#child: ChildProcess | undefined;
	#isStopped = false;

	constructor(dataDir: string, mayBuild: boolean, logger: BuildLogger) {
		this.#folders = buildFolders(dataDir);
		this.#mayBuild = mayBuild;
		this.#logger = logger;
	}

	/** Finds the build of the sources as they are, or makes it; the same work for all who ask. */
	prepare(): Promise<void> {
		if (this.state.phase === "failed" && Date.now() - this.state.at > RETRY_AFTER_MS)
			this.#running = undefined;
		return (this.#running ??= this.#prepare().catch(error => this.#fail(error as Error)));
	}

	/** Ends a build that is being made. */
	async stop(): Promise<void> {
		this.#isStopped = true;
		this.#child?.kill("SIGKILL");
		await this.#running;
	}

	async #prepare() {
		this.state = { phase: "looking" };
		const looking = this.#look();
		this.looked = looking.then(nothing, nothing);
		const { hash, found } = await looking;
		this.state = { phase: "ready", folder: found ?? (await this.#make(hash)) };
	}

	async #look() {
		const hash = await hashSources();
		return { hash, found: await findBuild(this.#folders, hash) };
	}

	async #make(hash: string): Promise<string> {
		if (!this.#mayBuild) throw new Error("CONSOLE_BUILD is off, and no build is there yet");
		const parent = await writableFolder(this.#folders);
		const startedAt = Date.now();
		this.state = { phase: "building", modules: 0, startedAt };
		this.#logger.info(`The console is being built in ${parent}`);
		const unfinished = path.join(parent, `${hash}.${process.pid}.${startedAt}`);
		try {
			await this.#run(unfinished);
			await moveInPlace(unfinished, path.join(parent, hash));
		} finally {
			await rm(unfinished, { recursive: true, force: true });
		}
		await removeOldBuilds(parent);
		this.#logger.info(`The console was built in ${(Date.now() - startedAt) / 1000} s`);
		return path.join(parent, hash);
	}

	async #run(folder: string) {
		if (this.#isStopped) throw new Error("The kernel stops");
		// Without the environment of the kernel: its secrets are none of the build's.
		const child = spawn(process.execPath, [SCRIPT, folder], {
			stdio: ["ignore", "pipe", "pipe"],
			env: { NODE_ENV: "production" }
		});
		this.#child = child;
		lowerPriority(child);
		let words = "";
		child.stderr.on("data", chunk => (words = (words + String(chunk)).slice(-MAX_WORDS)));
		createInterface(child.stdout).on("line", line => this.#hear(line));
		const [code] = (await once(child, "close")) as [number | null];
		this.#child = undefined;
		if (code !== 0) throw new Error(`The build ended with ${code}: ${words.trim()}`);
	}

	/** A line of the child: how many modules it has been through. */
	#hear(line: string) {
		const modules = Number(line);
		if (this.state.phase === "building" && modules > this.state.modules)
			this.state = { ...this.state, modules };
	}

	#fail({ message }: Error) {
		this.state = { phase: "failed", reason: message, at: Date.now() };
		if (!this.#isStopped) this.#logger.error(`The console could not be built. ${message}`);
	}
}

function nothing() {
	return undefined;
}

/** Another process may have made the same build meanwhile; then its is as good. */
async function moveInPlace(from: string, to: string) {
	await rename(from, to).catch(error => {
		const isThere = ["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code!);
		if (!isThere) throw error;
	});
}

/** Requests come first. Some systems do not let it be lowered: then it is as it is. */
function lowerPriority({ pid }: ChildProcess) {
	try {
		if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_LOW);
	} catch {
		return;
	}
}

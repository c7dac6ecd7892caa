/**
 * Compiles the pages of plugins in a child process: a compiler that hangs, fails or needs much memory is no
 * part of the kernel. What was compiled is kept in memory, and compiled again after a restart.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { json } from "node:stream/consumers";
import { LRUCache } from "lru-cache";
import type { InputProblem } from "../../../mixins/index.ts";
import type { PluginPages } from "../../plugin-manager/plugin-pages.ts";
import { errors } from "../errors.ts";
import { SOURCES } from "../sources.ts";

const SCRIPT = path.join(SOURCES, "build-pages.ts");

/** Ten times what a large page needs on a slow machine. */
const LIMIT_MS = 30_000;

const KEPT_PLUGINS = 100;

/** The files by name, or why there are none. */
export type Compiled =
	| { files: Record<string, string>; problems?: undefined }
	| { files?: undefined; problems: InputProblem[] };

export class PageCompiler {
	readonly #kept = new LRUCache<string, Promise<Compiled>>({ max: KEPT_PLUGINS });
	/** One at a time: a start of many plugins must not take the whole machine. */
	#work: Promise<unknown> = Promise.resolve();

	/** The modules of a plugin's pages, each as `<path>.js`; the same work for all who ask. */
	compile(pages: PluginPages): Promise<Compiled> {
		const { plugin, version, modules } = pages;
		if (modules.length === 0) return Promise.resolve({ files: {} });
		const key = `${plugin} ${version}`;
		const known = this.#kept.get(key);
		if (known) return known;
		const turn = this.#work.then(() => run(pages));
		this.#work = turn.catch(() => undefined);
		this.#kept.set(key, turn);
		// What went wrong with the compiler itself may go better next time.
		turn.catch(() => this.#kept.delete(key));
		return turn;
	}
}

async function run({ plugin, folder, modules, dependencies }: PluginPages): Promise<Compiled> {
	const entries = Object.fromEntries(modules.map(({ path: name, module }) => [name, module]));
	// Without the environment of the kernel: its secrets are none of the compiler's.
	const child = spawn(process.execPath, [SCRIPT], {
		stdio: ["pipe", "pipe", "ignore"],
		env: { NODE_ENV: "production", NO_COLOR: "1" },
		timeout: LIMIT_MS,
		killSignal: "SIGKILL"
	});
	// A child that ends early is noticed by its answer.
	child.stdin.on("error", () => undefined);
	try {
		const ended = once(child, "close");
		child.stdin.end(JSON.stringify({ folder, entries, dependencies }));
		const [compiled] = await Promise.all([json(child.stdout), ended]);
		return compiled as Compiled;
	} catch (error) {
		throw errors.COMPILER_FAILED({ plugin }, error);
	}
}

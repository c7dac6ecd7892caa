/** Renders Markdown in threads beside the kernel's, within a time and a size; what was rendered is kept. */
import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Piscina } from "piscina";
import { errors } from "../errors.ts";
import { MAX_BODY } from "../limits.ts";
import { Turns } from "../turns.ts";
import type { RenderInput, Rendered } from "./render.ts";

/** A text of the largest size takes half of it. */
const LIMIT_MS = 5000;
const MAX_HTML = 4_000_000;
const MAX_MEMORY_MB = 256;
const IDLE_MS = 30_000;

/** Two, so that one slow text does not hold up all others. */
const THREADS = 2;

/** What is kept of rendered pages, in characters. */
const KEPT = 8_000_000;

export class Renderer {
	readonly #kept = new LRUCache<string, Rendered>({
		maxSize: KEPT,
		sizeCalculation: ({ html }) => html.length + 1
	});
	// The time of a text begins with its turn, not while others are rendered.
	readonly #turns = new Turns(THREADS);
	#threads: Promise<Piscina> | undefined;

	/** Throws `CONTENT_TOO_COMPLEX` for a text that takes too long or makes too much. */
	async render(input: RenderInput, pointer = "/body"): Promise<Rendered> {
		if (input.markdown.length > MAX_BODY) throw tooComplex(pointer, "is too long");
		const key = createHash("sha256").update(JSON.stringify(input)).digest("base64");
		const known = this.#kept.get(key);
		if (known) return known;
		const rendered = await this.#turns.run(() => this.#run(input, pointer));
		if (rendered.html.length > MAX_HTML) throw tooComplex(pointer, "makes too much HTML");
		this.#kept.set(key, rendered);
		return rendered;
	}

	async close(): Promise<void> {
		await (await this.#threads)?.destroy();
	}

	async #run(input: RenderInput, pointer: string): Promise<Rendered> {
		const threads = await (this.#threads ??= startThreads());
		try {
			const signal = AbortSignal.timeout(LIMIT_MS);
			return (await threads.run(input, { signal })) as Rendered;
		} catch (error) {
			throw tooComplex(pointer, "takes too long or too much memory to be rendered", error);
		}
	}
}

/** Loaded with the first text: a start renders none. */
async function startThreads() {
	const { Piscina } = await import("piscina");
	return new Piscina({
		filename: new URL("./render-worker.ts", import.meta.url).href,
		minThreads: 0,
		maxThreads: THREADS,
		idleTimeout: IDLE_MS,
		resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY_MB }
	});
}

function tooComplex(pointer: string, message: string, cause?: unknown) {
	const expected = `at most ${MAX_BODY} characters of ordinary Markdown`;
	return errors.TOO_COMPLEX({ errors: [{ pointer, message, expected }] }, cause);
}

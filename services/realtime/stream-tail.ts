/** Hands on what comes on one durable stream, in its order and each message once, as long as somebody listens. */
import type { PlacedEntry, StreamDriver } from "../streams/driver.ts";

/** How many places are read at a time. */
const PAGE = 100;

interface Parts {
	stream: string;
	driver: Pick<StreamDriver, "ends" | "between">;
	handle: (placed: PlacedEntry) => void;
	report: (error: unknown) => void;
}

export class StreamTail {
	readonly #parts: Parts;
	#position = 0;
	#queue: Promise<void> = Promise.resolve();
	#isDue = false;
	#start: Promise<void> | null = null;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** The position up to which everything was handed on. */
	get position(): number {
		return this.#position;
	}

	/** Begins at the end of the stream; harmless when called again. Throws while nothing answers. */
	async start(): Promise<void> {
		this.#start ??= this.#begin();
		try {
			await this.#start;
		} catch (error) {
			this.#start = null;
			throw error;
		}
	}

	/** Looks for what is new; what fails is looked for again the next time. */
	look(): void {
		if (this.#isDue) return;
		this.#isDue = true;
		void this.whenQuiet(() => this.#advance()).catch(this.#parts.report);
	}

	/** Runs `work` when what came before is handed on, and nothing else is meanwhile. */
	whenQuiet<Result>(work: () => Result | Promise<Result>): Promise<Result> {
		const result = this.#queue.then(work);
		this.#queue = result.then(nothing, nothing);
		return result;
	}

	async #begin() {
		const { driver, stream } = this.#parts;
		this.#position = (await driver.ends(stream)).last;
	}

	async #advance() {
		this.#isDue = false;
		const { driver, stream, handle } = this.#parts;
		await this.start();
		const { last } = await driver.ends(stream);
		// A stream that was made anew begins anew.
		this.#position = Math.min(this.#position, last);
		while (this.#position < last) {
			const upTo = Math.min(last, this.#position + PAGE);
			for (const placed of await driver.between(stream, this.#position, upTo)) handle(placed);
			this.#position = upTo;
		}
	}
}

function nothing() {
	return undefined;
}

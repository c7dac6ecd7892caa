/** Writes restored files into a storage, one after the other. */
import type { Appender, Storage } from "../files/storage/storage.ts";

interface Open {
	key: string;
	size: number;
	appender: Appender;
}

export class FileWriter {
	readonly #storage: Storage;
	#open: Open | null = null;

	constructor(storage: Storage) {
		this.#storage = storage;
	}

	async begin({ key, size }: { key: string; size: number }): Promise<void> {
		await this.end();
		this.#open = { key, size, appender: await this.#storage.append({ key }, 0) };
	}

	async write(bytes: Buffer): Promise<void> {
		await this.#open!.appender.write(bytes);
	}

	/** Makes the file that was written readable. */
	async end(): Promise<void> {
		if (!this.#open) return;
		const { key, size, appender } = this.#open;
		this.#open = null;
		try {
			const state = await appender.flush();
			await this.#storage.complete({ key, state }, size);
		} finally {
			await appender.close();
		}
	}
}

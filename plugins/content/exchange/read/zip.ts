/** Opens archives that anybody may have made: names, sizes and growth are checked before anything is unpacked. */
import type { Readable } from "node:stream";
import { fromBuffer, type Entry, type ZipFile } from "yauzl";
import { MAX_ENTRIES, MAX_ENTRY_BYTES, MAX_GROWTH, MAX_UNPACKED_BYTES } from "../limits.ts";
import { UnreadableFile } from "../parsed.ts";

/** The files of an archive by their names, unpacked when they are asked for. */
export class Archive {
	readonly #zip: ZipFile;
	readonly #entries: Map<string, Entry>;

	constructor(zip: ZipFile, entries: Map<string, Entry>) {
		this.#zip = zip;
		this.#entries = entries;
	}

	get names(): string[] {
		return [...this.#entries.keys()];
	}

	has(name: string): boolean {
		return this.#entries.has(name);
	}

	sizeOf(name: string): number {
		return this.#entries.get(name)?.uncompressedSize ?? 0;
	}

	async read(name: string): Promise<Uint8Array> {
		const entry = this.#entries.get(name);
		if (!entry) throw new UnreadableFile(`The archive holds no file ${name}`);
		const stream = await open(this.#zip, entry).catch(error => {
			throw new UnreadableFile(`The file ${name} in the archive is damaged`, {
				cause: error
			});
		});
		return collect(stream, name, entry.uncompressedSize);
	}

	async readText(name: string): Promise<string> {
		return decodeText(await this.read(name), name);
	}
}

/** UTF-8, without the mark that some programs put before it. */
export function decodeText(bytes: Uint8Array, name: string): string {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		throw new UnreadableFile(`${name} is no text in UTF-8`);
	}
}

/** Lists the archive; throws for one that is damaged, hostile or too large, without unpacking anything. */
export async function openArchive(bytes: Uint8Array): Promise<Archive> {
	const zip = await openZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
	const entries = new Map<string, Entry>();
	let total = 0;
	for await (const entry of entriesOf(zip)) {
		if (entry.fileName.endsWith("/")) continue;
		requireSoundEntry(entry, entries);
		total += entry.uncompressedSize;
		if (total > MAX_UNPACKED_BYTES) throw tooLarge("The archive", MAX_UNPACKED_BYTES);
		entries.set(entry.fileName, entry);
	}
	return new Archive(zip, entries);
}

function requireSoundEntry(entry: Entry, others: Map<string, Entry>) {
	const { fileName: name, uncompressedSize, compressedSize } = entry;
	if (others.size >= MAX_ENTRIES)
		throw new UnreadableFile(`The archive holds more than ${MAX_ENTRIES} files`);
	if (!isSafeName(name))
		throw new UnreadableFile(
			`The archive holds a file with the name ${JSON.stringify(name.slice(0, 200))}, which leads out of it`
		);
	if (others.has(name)) throw new UnreadableFile(`The archive holds ${name} twice`);
	if (entry.isEncrypted()) throw new UnreadableFile("The archive is encrypted");
	if (uncompressedSize > MAX_ENTRY_BYTES)
		throw tooLarge(`The file ${name} in the archive`, MAX_ENTRY_BYTES);
	if (uncompressedSize > 1024 * 1024 && uncompressedSize > compressedSize * MAX_GROWTH)
		throw new UnreadableFile(
			`The file ${name} in the archive grows more than ${MAX_GROWTH} times when it is unpacked`
		);
}

function isSafeName(name: string) {
	const parts = name.split("/");
	return (
		name.length <= 500 &&
		// oxlint-disable-next-line no-control-regex
		!/[\\\u0000-\u001f]|^[a-zA-Z]:/.test(name) &&
		parts.every(part => part !== "" && part !== "." && part !== "..")
	);
}

function openZip(bytes: Buffer): Promise<ZipFile> {
	return new Promise((resolve, reject) => {
		// Names are checked here, so that what is wrong is told in words.
		const options = { lazyEntries: true, strictFileNames: true, decodeStrings: true };
		fromBuffer(bytes, options, (error, zip) => {
			if (error)
				reject(
					new UnreadableFile("The archive is damaged, or not whole", { cause: error })
				);
			else resolve(zip);
		});
	});
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
	for (let index = 0; index < zip.entryCount; index++) {
		if (index > MAX_ENTRIES * 2)
			throw new UnreadableFile(`The archive holds more than ${MAX_ENTRIES} files`);
		yield await nextEntry(zip);
	}
}

function nextEntry(zip: ZipFile): Promise<Entry> {
	return new Promise((resolve, reject) => {
		const fail = (error: Error) =>
			reject(
				/relative path|absolute path|invalid characters/.test(error.message)
					? new UnreadableFile(
							`The archive holds a file with a name that leads out of it: ${error.message}`
						)
					: new UnreadableFile("The archive is damaged, or not whole", { cause: error })
			);
		zip.once("error", fail);
		zip.once("entry", entry => {
			zip.off("error", fail);
			resolve(entry);
		});
		zip.readEntry();
	});
}

function open(zip: ZipFile, entry: Entry): Promise<Readable> {
	return new Promise((resolve, reject) => {
		zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
	});
}

/** Counts what comes: the size that the archive tells may be a lie. */
async function collect(stream: Readable, name: string, expected: number): Promise<Uint8Array> {
	const chunks: Buffer[] = [];
	let length = 0;
	try {
		for await (const chunk of stream as AsyncIterable<Buffer>) {
			length += chunk.length;
			if (length > expected)
				throw new UnreadableFile(`The file ${name} is longer than it says`);
			chunks.push(chunk);
		}
	} catch (error) {
		if (error instanceof UnreadableFile) throw error;
		throw new UnreadableFile(`The file ${name} in the archive is damaged`, { cause: error });
	}
	return Buffer.concat(chunks);
}

function tooLarge(what: string, limit: number) {
	return new UnreadableFile(
		`${what} is larger than ${limit / 1024 / 1024} MB when it is unpacked`
	);
}

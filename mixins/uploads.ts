/** Holds a file to the media types that an action takes: by its content, and by what its sender says it is. */
import { Readable } from "node:stream";
import { requestErrors } from "./errors.ts";
import { canonicalType, isSpecialCase, isTextType, isUnknown } from "./media-types.ts";
import { PLAIN_TEXT, SNIFF_BYTES, typeOfContent } from "./sniff.ts";

/** A file as its sender describes it. */
export interface SentFile {
	/** The field of the form; empty for a body that is the file. */
	field: string;
	/** The `Content-Type` that came with it. */
	mediaType: string;
}

export interface CheckedFile {
	/** The whole content, as it comes. */
	stream: Readable;
	/** What it is: one of the types that are taken. */
	mediaType: string;
}

/**
 * Reads the first bytes of a file and tells what it is; no more than those and one piece of the stream is
 * held in memory. Throws `REQUEST_FILE_TYPE` for a type that is not taken or not what the sender says.
 */
export async function checkFile(
	source: Readable,
	accept: string[],
	file: SentFile
): Promise<CheckedFile> {
	try {
		const pieces = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
		const head = await readHead(pieces);
		const sample = Buffer.concat(head).subarray(0, SNIFF_BYTES);
		const mediaType = await requireType(sample, accept.map(canonicalType), file);
		return { stream: resumed(head, pieces, source), mediaType };
	} catch (error) {
		source.destroy();
		throw error;
	}
}

/**
 * Tells what content that begins with `head` is, where any type is taken. Throws `REQUEST_FILE_TYPE` for what its
 * sender calls something else; what has no mark to be known by is bytes, and no picture, sound, film or text.
 */
export async function settleType(head: Buffer, file: SentFile): Promise<string> {
	const claimed = canonicalType(file.mediaType);
	const found = await typeOfContent(head);
	if (isUnknown(claimed)) return found ?? BYTES;
	if (found === null) {
		if (!isTextType(claimed) && !MARKED.test(claimed)) return BYTES;
		throw wrongType(file.field, `is no ${claimed}`, [claimed]);
	}
	const actual = typeIfSame(claimed, found) ?? (isOfOneKind(claimed, found) ? found : null);
	if (actual !== null) return actual;
	throw wrongType(file.field, `is ${found}, and was sent as ${claimed}`, [claimed]);
}

/** What is sent when nothing is known of it. */
const BYTES = "application/octet-stream";

/** Types whose content always shows what it is. */
const MARKED = /^(?:image|audio|video)\/|^application\/(?:pdf|zip|gzip)$/;

/** Two pictures, or two films or sounds, under the names of each other: what it is counts. */
function isOfOneKind(claimed: string, found: string): boolean {
	const kindOf = (type: string) => /^(?:(image)|(audio|video))\//.exec(type);
	const [one, other] = [kindOf(claimed), kindOf(found)];
	if (!one || !other || [claimed, found].includes("image/svg+xml")) return false;
	return (one[1] === undefined) === (other[1] === undefined);
}

async function readHead(pieces: AsyncIterator<Buffer>): Promise<Buffer[]> {
	const head: Buffer[] = [];
	for (let length = 0; length < SNIFF_BYTES; length += head.at(-1)!.length) {
		const { done, value } = await pieces.next();
		if (done) break;
		head.push(value);
	}
	return head;
}

/** What was read already, and what follows. */
function resumed(head: Buffer[], pieces: AsyncIterator<Buffer>, source: Readable): Readable {
	async function* whole() {
		yield* head;
		yield* { [Symbol.asyncIterator]: () => pieces };
	}
	const stream = Readable.from(whole(), { objectMode: false });
	// Who gives up before the first piece gives up the source, too.
	return stream.once("close", () => source.destroy());
}

async function requireType(sample: Buffer, accept: string[], { field, mediaType }: SentFile) {
	if (sample.length === 0) {
		const problem = { pointer: `/${field}`, message: "is empty", expected: accept.join(", ") };
		throw requestErrors.INVALID({ errors: [problem] });
	}
	const claimed = canonicalType(mediaType);
	if (!isUnknown(claimed) && !accept.includes(claimed))
		throw wrongType(field, `was sent as ${claimed}`, accept);
	const found = await typeOfContent(sample);
	if (found === null) throw wrongType(field, "is of no known type", accept);
	const actual = isUnknown(claimed) ? typeAmong(accept, found) : typeIfSame(claimed, found);
	if (actual !== null && accept.includes(actual)) return actual;
	const words = isUnknown(claimed) ? `is ${found}` : `is ${found}, and was sent as ${claimed}`;
	throw wrongType(field, words, accept);
}

/** The claimed type when the content may be that; any text may be any kind of text. */
function typeIfSame(claimed: string, found: string): string | null {
	if (claimed === found || isSpecialCase(claimed, found)) return claimed;
	return found === PLAIN_TEXT && isTextType(claimed) ? claimed : null;
}

/** The type of content that nothing is said about; text is what alone it can be here, or plain. */
function typeAmong(accept: string[], found: string): string | null {
	if (found !== PLAIN_TEXT || accept.includes(PLAIN_TEXT)) return found;
	const texts = accept.filter(isTextType);
	return texts.length === 1 ? texts[0]! : null;
}

function wrongType(field: string, message: string, accept: string[]) {
	const expected = accept.join(", ");
	return requestErrors.FILE_TYPE({ errors: [{ pointer: `/${field}`, message, expected }] });
}

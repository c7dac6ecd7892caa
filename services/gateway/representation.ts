/** An answer as it is sent: its bytes and its entity tag, made once for an answer that is given out again. */
import type { Meta } from "../../mixins/index.ts";
import { entityTag } from "./entity-tag.ts";

const JSON_TYPE = "application/json; charset=utf-8";
const TEXT_TYPE = "text/plain; charset=utf-8";

/** A text that is longer costs less when it is encoded once; a shorter one joins the head in one write. */
const BYTES_FROM = 8 * 1024;

export class Representation {
	readonly body: string | Buffer;
	readonly type: string;
	readonly bytes: number;
	/** The revision of the document that is sent, if it is one. */
	readonly #rev: unknown;
	#tag: string | undefined;

	constructor(body: string | Buffer, type: string, rev: unknown) {
		this.body = body;
		this.type = type;
		this.bytes = Buffer.byteLength(body);
		this.#rev = rev;
	}

	/** True when the body is ASCII alone. */
	get isAscii(): boolean {
		return typeof this.body === "string" && this.bytes === this.body.length;
	}

	get tag(): string {
		return (this.#tag ??= entityTag(this.body, this.#rev));
	}
}

const kept = new WeakMap<object, Representation>();

/** The representation of a result; one that is frozen is shared and stays as it is. */
export function represent(result: unknown, { $responseType: type }: Meta): Representation {
	if (typeof result === "string" && !type?.includes("json"))
		return new Representation(result, type ?? TEXT_TYPE, undefined);
	if (result instanceof Uint8Array)
		return new Representation(asBuffer(result), type ?? JSON_TYPE, undefined);
	return typeof result === "object" && Object.isFrozen(result)
		? representKept(result!, type)
		: representJson(result, type);
}

function representKept(result: object, type: string | undefined): Representation {
	const known = kept.get(result);
	if (known) return known;
	const text = JSON.stringify(result);
	const body = text.length < BYTES_FROM ? text : Buffer.from(text);
	const representation = new Representation(body, type ?? JSON_TYPE, revisionOf(result));
	kept.set(result, representation);
	return representation;
}

function representJson(result: unknown, type = JSON_TYPE): Representation {
	return new Representation(JSON.stringify(result), type, revisionOf(result));
}

function revisionOf(result: unknown): unknown {
	return (result as { rev?: unknown }).rev;
}

function asBuffer(bytes: Uint8Array): Buffer {
	return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes);
}

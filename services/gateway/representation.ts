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
	readonly #rev: unknown;
	#tag: string | undefined;

	/** `of` is what the entity tag speaks of, where the result is its bytes. */
	constructor(result: unknown, type: string | undefined, of = result) {
		const isText = typeof result === "string" && !type?.includes("json");
		this.type = type ?? (isText ? TEXT_TYPE : JSON_TYPE);
		this.body = bodyOf(result, isText);
		this.bytes = Buffer.byteLength(this.body);
		this.#rev = (of as { rev?: unknown }).rev;
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
	if (typeof result !== "object" || !Object.isFrozen(result))
		return new Representation(result, type);
	const known = kept.get(result!);
	if (known) return known;
	const text = JSON.stringify(result);
	const body = text.length < BYTES_FROM ? text : Buffer.from(text);
	const representation = new Representation(body, type ?? JSON_TYPE, result);
	kept.set(result!, representation);
	return representation;
}

function bodyOf(result: unknown, isText: boolean): string | Buffer {
	if (Buffer.isBuffer(result)) return result;
	if (result instanceof Uint8Array) return Buffer.from(result);
	return isText ? (result as string) : JSON.stringify(result);
}

/** The words of the tus protocol (1.0.0): what its headers say, and what ours say back. */
import { requestErrors } from "../../mixins/index.ts";
import { errors } from "./errors.ts";
import type { StoredUpload } from "./upload.model.ts";
import type { Checksum } from "./writing.ts";

export const TUS_VERSION = "1.0.0";

const ALGORITHMS = ["sha1", "sha256", "md5"];
const EXTENSIONS = "creation,creation-with-upload,expiration,termination,checksum";
const CHUNK_TYPE = "application/offset+octet-stream";

/** What every answer at these addresses carries, refusals and those to OPTIONS included. */
export function standingHeaders(maxBytes: number): Record<string, string> {
	return {
		"Tus-Resumable": TUS_VERSION,
		"Tus-Version": TUS_VERSION,
		"Tus-Extension": EXTENSIONS,
		"Tus-Max-Size": String(maxBytes),
		"Tus-Checksum-Algorithm": ALGORITHMS.join(",")
	};
}

export function requireVersion(version: string | undefined): void {
	if (version !== TUS_VERSION) throw errors.UPLOAD_VERSION({ found: version ?? "" });
}

export function requireChunkType(contentType: string | undefined): void {
	const found = contentType?.split(";", 1)[0]!.trim().toLowerCase() ?? "";
	if (found !== CHUNK_TYPE) throw errors.UPLOAD_TYPE({ found });
}

/** A number of bytes in a header. */
export function readBytes(header: string, text: string | undefined): number {
	if (text !== undefined && /^\d{1,15}$/.test(text)) return Number(text);
	throw badHeader(header, text, "a number of bytes");
}

/** `Upload-Metadata`: names with base64 values behind them, e.g. `filename cGxhbi5wZGY=`. */
export function readMetadata(text = ""): Record<string, string> {
	const pairs = text
		.split(",")
		.map(pair => pair.trim())
		.filter(pair => pair !== "");
	return Object.fromEntries(
		pairs.map(pair => {
			const [name = "", value = "", ...rest] = pair.split(/ +/);
			if (rest.length > 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value))
				throw badHeader("Upload-Metadata", pair, "a name and a value in base64");
			return [name, Buffer.from(value, "base64").toString("utf8")];
		})
	);
}

/** `Upload-Checksum`: an algorithm and the digest of this request's bytes. */
export function readChecksum(text: string | undefined): Checksum | null {
	if (text === undefined) return null;
	const [algorithm = "", digest = ""] = text.trim().split(/ +/);
	if (!ALGORITHMS.includes(algorithm) || digest === "")
		throw badHeader("Upload-Checksum", text, `one of ${ALGORITHMS.join(", ")} and a digest`);
	return { algorithm, digest: Buffer.from(digest, "base64") };
}

/** How far an upload is. */
export function progressHeaders({ offset, length, expiresAt }: StoredUpload) {
	return {
		"Upload-Offset": offset,
		"Upload-Length": length!,
		"Upload-Expires": expiresAt.toUTCString(),
		"Cache-Control": "no-store"
	};
}

/** How far a file is that has been an upload. */
export function finishedHeaders(size: number, location: string) {
	return {
		"Upload-Offset": size,
		"Upload-Length": size,
		"Cache-Control": "no-store",
		"Content-Location": location
	};
}

function badHeader(pointer: string, value: string | undefined, expected: string) {
	const problem = { pointer, message: "is not well formed", expected };
	return requestErrors.INVALID({
		errors: [{ ...problem, ...(value !== undefined && { value: value.slice(0, 200) }) }]
	});
}

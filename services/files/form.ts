/** Reads a form with one file as it comes: the file is handed on while it arrives, and nothing is kept of it. */
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import { requestErrors } from "../../mixins/index.ts";
import { steady } from "./steady.ts";

const MAX_FIELDS = 10;
const MAX_FIELD_BYTES = 4 * 1024;

export interface FormFile {
	filename: string;
	mediaType: string;
	stream: Readable;
}

interface Form<Received> {
	fields: Record<string, string>;
	/** What `take` made of the file. */
	received: Received;
}

/**
 * Reads the whole form. `take` gets the field `file`; other fields than those of `known` are refused. Throws what
 * `take` throws, `REQUEST_INVALID` for a form that is not whole, and `FILES_STALLED` for one that does not go on.
 */
export async function readForm<Received>(
	source: Readable | null,
	contentType: string,
	known: string[],
	idleMs: number,
	take: (file: FormFile) => Promise<Received>
): Promise<Form<Received>> {
	const busboy = startParser(contentType);
	const fields: Record<string, string> = {};
	const taken: { stream: Readable; received: Promise<Received> }[] = [];
	const refuse = (pointer: string, message: string, expected: string) =>
		busboy.destroy(refusal(pointer, message, expected));
	busboy.on("field", (name, value, _nameCut, valueCut) => {
		if (!known.includes(name)) refuse(`/${name}`, "is not a field", oneOf(["file", ...known]));
		else if (valueCut) refuse(`/${name}`, "is too long", `at most ${MAX_FIELD_BYTES} bytes`);
		else fields[name] = value;
	});
	busboy.on("file", (field, stream, filename, _encoding, mediaType) => {
		// Whoever refuses the form breaks its file off.
		stream.on("error", () => undefined);
		if (field !== "file") refuse(`/${field}`, "is not a field", oneOf(["file", ...known]));
		else if (taken.length > 0) refuse("/file", "is there a second time", "one file");
		else {
			const received = take({ filename: filename ?? "", mediaType, stream });
			received.catch((error: Error) => busboy.destroy(error));
			taken.push({ stream, received });
		}
	});
	busboy.on("filesLimit", () => refuse("/file", "is there a second time", "one file"));
	for (const limit of ["partsLimit", "fieldsLimit"] as const)
		busboy.on(limit, () => refuse("", "has too many fields", `at most ${MAX_FIELDS}`));
	try {
		if (!source) throw refusal("/file", "is missing", "a file");
		await pipeline(steady(source, idleMs), busboy);
		if (taken.length === 0) throw refusal("/file", "is missing", "a file");
		return { fields, received: await taken[0]!.received };
	} catch (error) {
		for (const { stream, received } of taken) {
			stream.destroy(error as Error);
			await received.catch(() => undefined);
		}
		if (typeof (error as { type?: unknown }).type === "string" || isBroken(error)) throw error;
		throw refusal("", "is not a whole form", "multipart/form-data");
	}
}

function startParser(contentType: string) {
	try {
		return new Busboy({
			headers: { "content-type": contentType },
			limits: {
				fields: MAX_FIELDS,
				files: 1,
				parts: MAX_FIELDS + 1,
				fieldSize: MAX_FIELD_BYTES,
				fieldNameSize: 100
			}
		});
	} catch {
		throw requestErrors.FILE_TYPE({
			errors: [
				{
					pointer: "",
					message: "is no form",
					expected: "multipart/form-data with a boundary"
				}
			]
		});
	}
}

/** The system's own errors have a code; what the parser finds has none. */
function isBroken(error: unknown) {
	return typeof (error as { code?: unknown }).code === "string";
}

function oneOf(names: string[]) {
	return names.join(", ");
}

function refusal(pointer: string, message: string, expected: string) {
	return requestErrors.INVALID({ errors: [{ pointer, message, expected }] });
}

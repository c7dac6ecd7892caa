/**
 * Takes a multipart form with one file. The file is kept in a temporary folder until the form is whole,
 * so that fields count wherever they stand in it, and is then handed on as a stream.
 */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import { errors } from "../errors.ts";
import { requirePlainField } from "./query.ts";
import { limitBytes } from "./read.ts";

const MAX_FIELDS = 50;
const MAX_FIELD_BYTES = 64 * 1024;

export interface FormFile {
	/** The name of the form's field. */
	field: string;
	filename: string;
	mediaType: string;
	bytes: number;
}

export interface Form {
	fields: Record<string, string>;
	file: FormFile | null;
	/** The file's bytes; null without a file. */
	stream: Readable | null;
	/** A hash of the fields and the file. */
	hash: string;
	/** Removes what was kept. */
	release: () => Promise<void>;
}

export async function readForm(request: IncomingMessage, maxBytes: number): Promise<Form> {
	const folder = await mkdtemp(path.join(tmpdir(), "lyceum-upload-"));
	const remove = () => rm(folder, { recursive: true, force: true });
	try {
		const target = path.join(folder, "file");
		const { fields, file, fileHash } = await spool(request, target, maxBytes);
		// Opened now: whoever refuses the form has its file removed before it is read.
		const stream = file && (await open(target)).createReadStream();
		const release = () => {
			// An action that refuses may not have read it.
			stream?.destroy();
			return remove();
		};
		return { fields, file, stream, hash: hashOf([fields, file, fileHash]), release };
	} catch (error) {
		await remove();
		throw error;
	}
}

function hashOf(parts: unknown) {
	return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}

async function spool(request: IncomingMessage, target: string, maxBytes: number) {
	const fields: Record<string, string> = Object.create(null);
	let file: FormFile | null = null;
	let writing: Promise<void> | null = null;
	let reading: Readable | null = null;
	const fileHash = createHash("sha256");
	const busboy = startParser(request);
	busboy.on("field", (name, value, _nameCut, valueCut) => {
		try {
			if (valueCut)
				throw badForm(`/${name}`, "is too long", `at most ${MAX_FIELD_BYTES} bytes`);
			requirePlainField(name, value);
			fields[name] = value;
		} catch (error) {
			busboy.destroy(error as Error);
		}
	});
	busboy.on("file", (field, stream, filename, _encoding, mediaType) => {
		if (writing) {
			stream.resume();
			busboy.destroy(badForm(`/${field}`, "is a second file", "one file"));
			return;
		}
		file = { field, filename: path.basename(filename ?? ""), mediaType, bytes: 0 };
		reading = stream;
		const counted = limitBytes(maxBytes);
		counted.on("data", (chunk: Buffer) => {
			file!.bytes += chunk.length;
			fileHash.update(chunk);
		});
		writing = pipeline(stream, counted, createWriteStream(target));
		writing.catch(error => busboy.destroy(error as Error));
	});
	for (const limit of ["partsLimit", "filesLimit", "fieldsLimit"] as const) {
		busboy.on(limit, () =>
			busboy.destroy(badForm("", "has too many parts", `at most ${MAX_FIELDS}`))
		);
	}
	try {
		await pipeline(request, busboy);
		await (writing as Promise<void> | null);
	} catch (error) {
		// A form that breaks off leaves its file unended: nothing else would close what it is written to.
		(reading as Readable | null)?.destroy(error as Error);
		await (writing as Promise<void> | null)?.catch(() => undefined);
		throw isOurs(error)
			? error
			: badForm(
					"",
					`is not a whole multipart form: ${(error as Error).message}`,
					"multipart/form-data"
				);
	}
	return {
		fields: { ...fields },
		file: file as FormFile | null,
		fileHash: fileHash.digest("base64url")
	};
}

function startParser(request: IncomingMessage) {
	try {
		return new Busboy({
			headers: request.headers as { "content-type": string },
			limits: {
				fields: MAX_FIELDS,
				files: 1,
				parts: MAX_FIELDS + 1,
				fieldSize: MAX_FIELD_BYTES,
				fieldNameSize: 200
			}
		});
	} catch {
		throw errors.MEDIA_TYPE({
			found: request.headers["content-type"] ?? "",
			expected: "multipart/form-data with a boundary"
		});
	}
}

function badForm(pointer: string, message: string, expected: string) {
	return errors.BAD_BODY({ errors: [{ pointer, message, expected }] });
}

function isOurs(error: unknown) {
	return typeof (error as { type?: unknown }).type === "string";
}

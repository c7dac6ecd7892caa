/**
 * Files in a bucket. What comes bit by bit is a multipart upload; its last piece, too short for a part, is an
 * object of its own until more follows, named by the part that it begins, so that no older state loses its own.
 */
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type * as Sdk from "@aws-sdk/client-s3";
import { errors } from "../errors.ts";
import type { S3Address } from "./s3-address.ts";
import { connectS3, type S3Connection } from "./s3-connection.ts";
import type { Appender, Slot, Storage } from "./storage.ts";

/** S3 takes no parts below 5 MB but the last, and 10,000 of them. */
const PART_BYTES = 8 * 1024 * 1024;

interface Parts {
	uploadId: string;
	/** The tag of each whole part, in order. */
	tags: string[];
}

export class S3Storage implements Storage {
	readonly #address: S3Address;
	readonly #timeoutMs: number;
	#connecting: Promise<S3Connection> | null = null;

	/** An answer that takes longer than `timeoutMs` counts as none. */
	constructor(address: S3Address, timeoutMs = 10_000) {
		this.#address = address;
		this.#timeoutMs = timeoutMs;
	}

	async append({ key, state }: Slot, offset: number): Promise<Appender> {
		const s3 = await this.#connect();
		const parts = (state as Parts | undefined) ?? {
			uploadId: await begin(s3, this.#keyed(key)),
			tags: []
		};
		const held = await this.#tail(key, parts, offset);
		return new S3Appender(s3, this.#keyed(key), parts, held);
	}

	async complete({ key, state }: Slot, size: number): Promise<void> {
		const s3 = await this.#connect();
		if ((await this.#sizeOf(key)) === size) return;
		const parts = state as Parts | undefined;
		if (!parts) throw errors.CONTENT_MISSING({});
		const tail = await this.#tail(key, parts, size);
		const keyed = this.#keyed(key);
		const { uploadId: UploadId, tags } = parts;
		if (tail.length > 0) tags.push(await putPart(s3, keyed, UploadId, tags.length + 1, tail));
		const Parts = tags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
		await s3.send(
			sdk =>
				new sdk.CompleteMultipartUploadCommand({
					...keyed,
					UploadId,
					MultipartUpload: { Parts }
				})
		);
		await this.#removeTails(key);
	}

	async discard({ key, state }: Slot): Promise<void> {
		const s3 = await this.#connect();
		const parts = state as Parts | undefined;
		if (parts)
			await s3
				.send(
					sdk =>
						new sdk.AbortMultipartUploadCommand({
							...this.#keyed(key),
							UploadId: parts.uploadId
						})
				)
				.catch(ignoreUnknown);
		await this.#removeTails(key);
		await this.remove(key);
	}

	async read(key: string, start: number, end: number): Promise<Readable> {
		const s3 = await this.#connect();
		const Range = `bytes=${start}-${end}`;
		const { Body } = await s3.send(
			sdk => new sdk.GetObjectCommand({ ...this.#keyed(key), Range })
		);
		return Body as Readable;
	}

	async remove(key: string): Promise<void> {
		const s3 = await this.#connect();
		await s3.send(sdk => new sdk.DeleteObjectCommand(this.#keyed(key))).catch(ignoreMissing);
	}

	async check(): Promise<void> {
		const s3 = await this.#connect();
		await s3.send(sdk => new sdk.HeadBucketCommand({ Bucket: this.#address.bucket }));
	}

	#keyed(key: string): Keyed {
		return { Bucket: this.#address.bucket, Key: this.#address.prefix + key };
	}

	/** The SDK is loaded at the first use: a start has no need of it. */
	#connect(): Promise<S3Connection> {
		return (this.#connecting ??= connectS3(this.#address, this.#timeoutMs));
	}

	/** The bytes between the last whole part and `offset`. */
	async #tail(key: string, { tags }: Parts, offset: number): Promise<Buffer> {
		const length = offset - tags.length * PART_BYTES;
		if (length === 0) return Buffer.alloc(0);
		return buffer(await this.read(tailOf(key, tags.length), 0, length - 1));
	}

	async #sizeOf(key: string): Promise<number | null> {
		const s3 = await this.#connect();
		try {
			const found = await s3.send(sdk => new sdk.HeadObjectCommand(this.#keyed(key)));
			return found.ContentLength ?? null;
		} catch (error) {
			ignoreMissing(error);
			return null;
		}
	}

	async #removeTails(key: string) {
		const s3 = await this.#connect();
		const { Bucket, Key } = this.#keyed(key);
		const { Contents = [] } = await s3.send(
			sdk => new sdk.ListObjectsV2Command({ Bucket, Prefix: `${Key}.tail.` })
		);
		for (const { Key: tail } of Contents)
			await s3.send(sdk => new sdk.DeleteObjectCommand({ Bucket, Key: tail }));
	}
}

interface Keyed {
	Bucket: string;
	Key: string;
}

class S3Appender implements Appender {
	readonly #s3: S3Connection;
	readonly #keyed: Keyed;
	readonly #parts: Parts;
	#held: Buffer[];
	#heldBytes: number;

	constructor(s3: S3Connection, keyed: Keyed, { uploadId, tags }: Parts, held: Buffer) {
		this.#s3 = s3;
		this.#keyed = keyed;
		this.#parts = { uploadId, tags: [...tags] };
		this.#held = [held];
		this.#heldBytes = held.length;
	}

	async write(chunk: Buffer): Promise<void> {
		this.#held.push(chunk);
		this.#heldBytes += chunk.length;
		while (this.#heldBytes >= PART_BYTES) await this.#putWholePart();
	}

	async flush(): Promise<Parts> {
		const { Bucket, Key } = this.#keyed;
		if (this.#heldBytes > 0) {
			const Body = Buffer.concat(this.#held);
			const tail = tailOf(Key, this.#parts.tags.length);
			await this.#s3.send(sdk => new sdk.PutObjectCommand({ Bucket, Key: tail, Body }));
		}
		return { ...this.#parts, tags: [...this.#parts.tags] };
	}

	close(): Promise<void> {
		this.#held = [];
		return Promise.resolve();
	}

	async #putWholePart() {
		const { tags, uploadId } = this.#parts;
		const all = Buffer.concat(this.#held);
		const part = all.subarray(0, PART_BYTES);
		tags.push(await putPart(this.#s3, this.#keyed, uploadId, tags.length + 1, part));
		this.#held = [all.subarray(PART_BYTES)];
		this.#heldBytes -= PART_BYTES;
	}
}

async function begin(s3: S3Connection, keyed: Keyed): Promise<string> {
	const { UploadId } = await s3.send(sdk => new sdk.CreateMultipartUploadCommand(keyed));
	return UploadId!;
}

async function putPart(
	s3: S3Connection,
	keyed: Keyed,
	UploadId: string,
	PartNumber: number,
	Body: Buffer
): Promise<string> {
	const input: Sdk.UploadPartCommandInput = { ...keyed, UploadId, PartNumber, Body };
	const { ETag } = await s3.send(sdk => new sdk.UploadPartCommand(input));
	return ETag!;
}

function tailOf(key: string, part: number) {
	return `${key}.tail.${part}`;
}

/** Not every server that speaks S3 can take back an upload in parts: there its own time ends it. */
function ignoreUnknown(error: unknown) {
	const { cause } = error as { cause?: { name?: string } };
	if (cause?.name !== "MethodNotAllowed" && cause?.name !== "NotImplemented")
		ignoreMissing(error);
}

function ignoreMissing(error: unknown) {
	if ((error as { type?: unknown }).type !== errors.CONTENT_MISSING.type) throw error;
}

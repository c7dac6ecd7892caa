/** Calls to a server that speaks S3, each with a time limit, and its failures as ours. */
import type { S3Client } from "@aws-sdk/client-s3";
import type * as Sdk from "@aws-sdk/client-s3";
import { errors } from "../errors.ts";
import type { S3Address } from "./s3-address.ts";

type Commands = typeof Sdk;
type Command<Output> = { readonly __output?: Output } & object;

/** What a command answers, by its type. */
type OutputOf<C> = C extends { resolveMiddleware: (...all: never[]) => infer Handler }
	? Handler extends (...all: never[]) => Promise<{ output: infer Output }>
		? Output
		: never
	: never;

export interface S3Connection {
	/** Makes a command and sends it. */
	send<C extends Command<unknown>>(make: (sdk: Commands) => C): Promise<OutputOf<C>>;
}

/** Loads the SDK and makes a client; nothing is sent yet. */
export async function connectS3(address: S3Address, timeoutMs: number): Promise<S3Connection> {
	const sdk = await import("@aws-sdk/client-s3");
	const { accessKeyId, secretAccessKey, endpoint, region } = address;
	const client = new sdk.S3Client({
		endpoint,
		region,
		credentials: { accessKeyId, secretAccessKey },
		// Buckets as part of the path are what every server that speaks S3 knows.
		forcePathStyle: true,
		maxAttempts: 2,
		// Servers other than Amazon's often do not know its newer checksums.
		requestChecksumCalculation: "WHEN_REQUIRED",
		responseChecksumValidation: "WHEN_REQUIRED"
	});
	const send: S3Connection["send"] = make =>
		sendInTime(client, make(sdk), timeoutMs) as Promise<never>;
	return { send };
}

async function sendInTime(client: S3Client, command: object, timeoutMs: number) {
	const limit = new AbortController();
	// Ended with the answer's head: a body may take as long as it is read.
	const timer = setTimeout(() => limit.abort(), timeoutMs);
	try {
		return await client.send(command as never, { abortSignal: limit.signal });
	} catch (error) {
		throw isMissing(error) ? errors.CONTENT_MISSING({}, error) : errors.STORAGE_AWAY({}, error);
	} finally {
		clearTimeout(timer);
	}
}

/** A bucket that is missing is a mistake of the settings, not of a file. */
function isMissing(error: unknown) {
	const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
	if (name === "NoSuchBucket") return false;
	return name === "NoSuchKey" || name === "NoSuchUpload" || $metadata?.httpStatusCode === 404;
}

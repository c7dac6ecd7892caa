/** The storage that the settings ask for. */
import path from "node:path";
import type { Config } from "../../kernel/config.ts";
import { DiskStorage } from "./disk.ts";
import { readS3Address } from "./s3-address.ts";
import { S3Storage } from "./s3.ts";
import type { Storage } from "./storage.ts";

/** A bucket with `S3_URL`, and a folder in `DATA_DIR` without it. */
export function storageOf({ s3Url, dataDir }: Config): Storage {
	const address = s3Url === null ? null : readS3Address(s3Url);
	return address ? new S3Storage(address) : new DiskStorage(path.join(dataDir, "files"));
}

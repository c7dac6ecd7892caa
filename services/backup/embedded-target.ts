/**
 * Restores to an embedded store and a folder of files: both are made beside what is there and renamed to its
 * place at the end. A kernel that runs on the folder holds its lock, and is not touched.
 */
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { connectStore } from "../kernel/connection.ts";
import { EMBEDDED_PATIENCE_MS } from "../kernel/data.ts";
import { DiskStorage } from "../files/storage/disk.ts";
import type { Storage } from "../files/storage/storage.ts";
import { lockFolder, openStore } from "../store/embedded/index.ts";
import { openReader, STORE_FILE } from "../store/embedded/storage/connection.ts";
import { BackupError } from "./backup-error.ts";
import { DocumentWriter } from "./document-writer.ts";
import type { Target } from "./target.ts";

const OWNER_ONLY = 0o700;

/** The new store takes this much more than its documents: keys, indexes and their log. */
const SPACE_FACTOR = 2;

export interface EmbeddedPlace {
	dataDir: string;
	/** Where files go when not to the folder. */
	bucket: Storage | null;
	force: boolean;
}

/** Throws a `BackupError` when a kernel runs there, or when the store is not empty and nobody has said that it may go. */
export async function openEmbeddedTarget({
	dataDir,
	bucket,
	force
}: EmbeddedPlace): Promise<Target> {
	const store = path.join(dataDir, "store");
	const unlock = lock(store);
	const key = new Date().toISOString().replace(/\D/g, "");
	const staging = path.join(dataDir, `restoring-${key}`);
	const release: (() => Promise<unknown>)[] = [() => Promise.resolve(unlock())];
	const end = async () => {
		for (const step of release.splice(0).reverse()) await step();
	};
	try {
		if (!force) await requireEmpty(dataDir, store);
		await mkdir(staging, { mode: OWNER_ONLY });
		release.push(() => rm(staging, { recursive: true, force: true }));
		const opened = await openStore({ dataDir: path.join(staging, "store") });
		release.push(() => opened.close());
		const connection = await connectStore(opened.url, EMBEDDED_PATIENCE_MS);
		release.push(() => connection.close());
		const writer = new DocumentWriter(connection.db!);
		return {
			files: bucket ?? new DiskStorage(path.join(staging, "files")),
			async requireSpace(bytes) {
				const { bavail, bsize } = await statfs(dataDir);
				if (bytes * SPACE_FACTOR > bavail * bsize)
					throw new BackupError(
						`there is no room for it: "${dataDir}" has ${bavail * bsize} bytes left, and ${bytes * SPACE_FACTOR} may be needed`
					);
			},
			collection: info => writer.begin(info),
			document: bytes => writer.add(bytes),
			requireDocuments: collections => writer.requireDocuments(collections),
			async commit() {
				// The store's file is whole once it is closed.
				await release.pop()!();
				await release.pop()!();
				await putInPlace(dataDir, staging, `before-restore-${key}`);
				await end();
			},
			abandon: end
		};
	} catch (error) {
		await end();
		throw error;
	}
}

function lock(store: string) {
	try {
		return lockFolder(store);
	} catch (error) {
		throw new BackupError(`${(error as Error).message}: stop the kernel first`, {
			cause: error
		});
	}
}

/** A store in which nothing was ever written is empty; a kernel that was started once has an administrator. */
async function requireEmpty(dataDir: string, store: string) {
	const files = await readdir(path.join(dataDir, "files")).catch(() => []);
	if (!existsSync(path.join(store, STORE_FILE)) && files.length === 0) return;
	const reason = `There are documents or files in "${dataDir}"`;
	if (files.length > 0) throw notEmpty(reason);
	const reader = openReader(store);
	try {
		if (reader.catalog.list().length > 0) throw notEmpty(reason);
	} finally {
		reader.close();
	}
}

function notEmpty(reason: string) {
	return new BackupError(
		`${reason}. A backup is restored into an empty kernel; with --force it takes their place, and they are kept beside it`
	);
}

/** The store comes last: with it everything is there. */
async function putInPlace(dataDir: string, staging: string, kept: string) {
	const before = path.join(dataDir, kept);
	await mkdir(before, { mode: OWNER_ONLY });
	for (const name of ["files", "store"]) {
		const place = path.join(dataDir, name);
		const restored = path.join(staging, name);
		if (existsSync(place)) await rename(place, path.join(before, name));
		if (existsSync(restored)) await rename(restored, place);
	}
	const old = path.join(before, "store");
	const isWorthKeeping =
		existsSync(path.join(before, "files")) || existsSync(path.join(old, STORE_FILE));
	if (!isWorthKeeping) await rm(before, { recursive: true });
}

/**
 * Brings a kernel's documents and files back from an archive, which is read twice: the first time nothing is
 * written, so that a bad one is refused before; the second time everything goes to a place of its own first.
 */
import { readFrames } from "./archive-reader.ts";
import { BackupError } from "./backup-error.ts";
import { ContentCheck } from "./content-check.ts";
import type { Header, Manifest } from "./format.ts";
import type { Target } from "./target.ts";
import { FileWriter } from "./file-writer.ts";

export interface Restored {
	header: Header;
	manifest: Manifest;
}

export async function restore(file: string, openTarget: () => Promise<Target>): Promise<Restored> {
	const checked = await check(file);
	const target = await openTarget();
	try {
		await target.requireSpace(checked.bytes);
		await write(file, target, checked.manifest);
		await target.commit();
	} catch (error) {
		await target.abandon();
		throw error;
	}
	return { header: checked.header, manifest: checked.manifest };
}

/** Reads an archive to its end; throws a `BackupError` that says what is wrong with it. */
export async function check(file: string): Promise<Restored & { bytes: number }> {
	const content = new ContentCheck();
	const frames = readFrames(file);
	for (;;) {
		const { value, done } = await frames.next();
		if (done) {
			content.end(value);
			if (!content.header) throw new BackupError("it has no header");
			return { header: content.header, manifest: value, bytes: content.bytes };
		}
		content.take(value);
	}
}

async function write(file: string, target: Target, expected: Manifest) {
	const content = new ContentCheck();
	const files = new FileWriter(target.files);
	const frames = readFrames(file);
	for (;;) {
		const { value, done } = await frames.next();
		if (done) {
			if (value.sha256 !== expected.sha256)
				throw new BackupError("it was changed while it was read");
			break;
		}
		const part = content.take(value);
		if (part.kind === "collection") await target.collection(part.info);
		if (part.kind === "document") await target.document(part.bytes);
		if (part.kind === "file") await files.begin(part);
		if (part.kind === "bytes") await files.write(Buffer.from(part.bytes));
	}
	await files.end();
	await target.requireDocuments(expected.collections);
}

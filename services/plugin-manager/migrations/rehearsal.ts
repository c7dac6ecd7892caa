/**
 * Tries the migrations that an upgrade would run on a copy of the plugin's documents: all of them, or a sample
 * of a large collection. The copy lies in collections of its own, which are removed whatever happens.
 */
import { randomBytes } from "node:crypto";
import type { Connection } from "mongoose";
import type { Migration, MigrationContext, StoredAny } from "../../../mixins/index.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { reasonOf } from "../reason.ts";
import { requireOwn } from "./run-step.ts";
import { walkCollection } from "./walk.ts";

/** Of a larger collection the newest documents are taken. */
const SAMPLE = 5000;
const MAX_MS = 20_000;
const MAX_ERRORS = 20;

const PREFIX = "rehearsal.";
/** What a kernel that was killed has left is as old as this. */
const LEFT_AFTER_MS = 10 * 60 * 1000;

export interface Rehearsal {
	file: string;
	summary: string;
	/** The steps that it has. */
	expand: boolean;
	contract: boolean;
	pausesWrites: boolean;
	/** How many documents were looked at, and how many of them would change. */
	documents: number;
	changed: number;
	errors: { collection: string | null; id: string | null; message: string }[];
	milliseconds: number;
	/** Of which collections only a sample was taken. */
	sampled: { collection: string; documents: number; of: number }[];
}

interface Copy {
	collectionOf(name: string): ReturnType<NonNullable<Connection["db"]>["collection"]>;
	sampled: Rehearsal["sampled"];
	remove(): Promise<void>;
}

export async function rehearse(
	connection: Connection,
	manifest: Manifest,
	migrations: { file: string; migration: Migration }[]
): Promise<Rehearsal[]> {
	await removeLeft(connection);
	const copy = await copyDocuments(connection, manifest);
	try {
		const signal = AbortSignal.timeout(MAX_MS);
		const rehearsals: Rehearsal[] = [];
		for (const { file, migration } of migrations)
			rehearsals.push(await rehearseOne(copy, manifest, file, migration, signal));
		return rehearsals;
	} finally {
		await copy.remove();
	}
}

async function rehearseOne(
	copy: Copy,
	manifest: Manifest,
	file: string,
	migration: Migration,
	signal: AbortSignal
): Promise<Rehearsal> {
	const found: Pick<Rehearsal, "documents" | "changed" | "errors"> = {
		documents: 0,
		changed: 0,
		errors: []
	};
	const begun = performance.now();
	try {
		await migration.expand?.(contextOf(copy, manifest, found, signal));
	} catch (error) {
		found.errors.push({ collection: null, id: null, message: reasonOf(error) });
	}
	return {
		file,
		summary: migration.summary,
		expand: migration.expand !== undefined,
		contract: migration.contract !== undefined,
		pausesWrites: migration.pauseWrites ?? false,
		...found,
		milliseconds: Math.round(performance.now() - begun),
		sampled: copy.sampled
	};
}

function contextOf(
	copy: Copy,
	manifest: Manifest,
	found: Pick<Rehearsal, "documents" | "changed" | "errors">,
	signal: AbortSignal
): MigrationContext {
	const collectionOf = (name: string) => {
		requireOwn(manifest, name);
		return copy.collectionOf(name) as never;
	};
	return {
		signal,
		collection: collectionOf,
		walk: (name, change, options = {}) =>
			walkCollection(
				{
					collectionOf,
					signal,
					failed(collection, id, error) {
						found.errors.push({ collection, id: String(id), message: reasonOf(error) });
						if (found.errors.length >= MAX_ERRORS)
							throw new Error(`more than ${MAX_ERRORS - 1} documents have failed`);
					},
					async commit(write, { seen, changed }) {
						await write();
						found.documents += seen;
						found.changed += changed;
					}
				},
				name,
				change,
				options,
				null
			)
	};
}

async function copyDocuments(connection: Connection, manifest: Manifest): Promise<Copy> {
	const key = `${PREFIX}${Date.now()}.${randomBytes(4).toString("hex")}.`;
	const db = connection.db!;
	const names = manifest.permissions.collections;
	const sampled: Rehearsal["sampled"] = [];
	const remove = async () => {
		for (const name of names) await db.collection(`${key}${name}`).drop();
	};
	try {
		for (const name of names) {
			const of = await db.collection(name).estimatedDocumentCount();
			const sample = [{ $sort: { _id: -1 } }, { $limit: SAMPLE }, { $out: `${key}${name}` }];
			await db.collection<StoredAny>(name).aggregate(sample).toArray();
			if (of > SAMPLE) sampled.push({ collection: name, documents: SAMPLE, of });
		}
	} catch (error) {
		await remove();
		throw error;
	}
	return { collectionOf: name => db.collection(`${key}${name}`), sampled, remove };
}

async function removeLeft({ db }: Connection) {
	const left = await db!.listCollections({}, { nameOnly: true }).toArray();
	for (const { name } of left) {
		const madeAt = name.startsWith(PREFIX) ? Number(name.split(".")[1]) : Infinity;
		if (madeAt < Date.now() - LEFT_AFTER_MS) await db!.collection(name).drop();
	}
}

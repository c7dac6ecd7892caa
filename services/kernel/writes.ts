/** What a command of the driver writes: which collections, and which of their documents if it names them. */
import type { Document } from "mongodb";

export interface Write {
	/** Null when it may be any. */
	collection: string | null;
	/** The documents that may be other than before; null when they may be any. */
	ids: string[] | null;
}

const ANYWHERE: Write[] = [{ collection: null, ids: null }];
const NOWHERE: Write[] = [];

/** A new document is none that was read before. */
const NONE_BEFORE: string[] = [];

/** The documents that a command of one collection is about. */
const DOCUMENTS: Record<string, (command: Document) => string[] | null> = {
	insert: () => NONE_BEFORE,
	update: ({ updates }) => idsOf(updates),
	delete: ({ deletes }) => idsOf(deletes),
	findAndModify: ({ query }) => idsOf([{ q: query }]),
	create: () => null,
	drop: () => null,
	// A new index changes no answer, and each generation of a plugin asks for its own again.
	dropIndexes: () => NONE_BEFORE
};

/** Commands that may write to more than one collection. */
const WIDE = new Set(["dropDatabase", "renameCollection"]);

/** What a command writes; nothing for one that only reads. */
export function writesOf(name: string, command: Document): Write[] {
	if (name === "bulkWrite") return command.ops.map((op: Document) => writeOf(op, command.nsInfo));
	const ids = DOCUMENTS[name];
	if (ids) return [{ collection: String(command[name]), ids: ids(command) }];
	return WIDE.has(name) || writesByPipeline(command) ? ANYWHERE : NOWHERE;
}

/** What one operation of a bulk write writes. */
function writeOf(operation: Document, namespaces: { ns: string }[]): Write {
	const { ns } = namespaces[operation.insert ?? operation.update ?? operation.delete]!;
	return {
		collection: ns.slice(ns.indexOf(".") + 1),
		ids: "insert" in operation ? NONE_BEFORE : idsOf([{ q: operation.filter }])
	};
}

/** The session that a command belongs to. */
export function sessionOf({ lsid }: Document): string {
	return lsid.id.toString("hex");
}

/** Null unless each of the statements asks for one id. */
function idsOf(statements: { q: Document }[]): string[] | null {
	const ids = statements.map(({ q }) => q._id as unknown);
	return ids.every(id => typeof id === "string") ? ids : null;
}

/** `$out` and `$merge` can only be the last stage. */
function writesByPipeline({ pipeline }: Document): boolean {
	const last = Array.isArray(pipeline) ? pipeline.at(-1) : undefined;
	return last !== undefined && ("$out" in last || "$merge" in last);
}

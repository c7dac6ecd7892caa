/** The search of a write, as another thread does it: the numbers of the documents it is about. */
import { encode } from "../bson/encode.ts";
import type { Doc } from "../bson/values.ts";
import { Query } from "../query/query.ts";
import { findCollection, startWork, type ReadHost } from "../read-host.ts";
import type { Request } from "../wire/messages.ts";
import { findTargets } from "./statements.ts";

/** Answers `{ rids }`. */
export function search(host: ReadHost, { body, db }: Request): Buffer {
	const collection = findCollection(host, db, String(body.internalSearch));
	const query = new Query(body.search as Doc);
	const rids = findTargets(host.connection, collection, query, startWork(host, undefined));
	return encode({ rids, ok: 1 });
}

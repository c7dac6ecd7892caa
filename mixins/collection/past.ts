/** What a document was, for a service that has checked the caller's rights; see `CollectionMethods`. */
import type { Change } from "../context.ts";
import { CHANGES } from "./changes.ts";
import type { CollectionService, StoredDocument, Target } from "./target.ts";

export async function changesOf(
	service: CollectionService,
	target: Target,
	id: string,
	{ page, pageSize }: { page: number; pageSize: number }
): Promise<{ data: Change[]; total: number }> {
	const filter = { collection: target.definition.collection, documentId: id };
	const changes = changesIn(service);
	const options = { sort: { rev: -1 }, skip: (page - 1) * pageSize, limit: pageSize } as const;
	const [data, total] = await Promise.all([
		changes.find(filter, options).toArray(),
		changes.countDocuments(filter)
	]);
	return { data, total };
}

export async function documentAt(
	service: CollectionService,
	target: Target,
	id: string,
	rev: number
): Promise<StoredDocument | null> {
	const { collection } = target.definition;
	const change = await changesIn(service).findOne({ collection, documentId: id, rev });
	return (change?.after ?? null) as StoredDocument | null;
}

function changesIn(service: CollectionService) {
	return service.broker.kernel.connection.collection<Change>(CHANGES);
}

/** Reads pages, documents, counts and histories, each through the caller's ability. */
import { abilityOf, isAllowed } from "../ability.ts";
import type { Change, Ctx } from "../context.ts";
import { documentErrors } from "../errors.ts";
import { allOf, documentScope, fieldScope } from "./access.ts";
import { CHANGES, driverCollection } from "./changes.ts";
import { topLevel } from "./fields.ts";
import { parseListQuery, type ListQuery } from "./list-query.ts";
import { isRequest } from "./read-cache.ts";
import { presenter, represent } from "./represent.ts";
import { requireId, type CollectionService, type StoredDocument, type Target } from "./target.ts";

type Params = Record<string, unknown>;

export interface Page {
	data: Record<string, unknown>[];
	page: number;
	pageSize: number;
	total: number;
}

export async function listDocuments(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>
): Promise<Page> {
	const query = parseListQuery(ctx.params as Params, target);
	const filter = visibleFilter(target, ctx, query);
	const { page, pageSize, sort, fields } = query;
	const options = { sort, skip: (page - 1) * pageSize, limit: pageSize };
	const [found, total] = await Promise.all([
		ask(service, target, ctx, { find: filter, ...options }, documents =>
			documents.find(filter, options).toArray()
		),
		countAll(service, target, ctx, filter)
	]);
	return { data: found.map(presenter(target, ctx, fields)), page, pageSize, total };
}

export async function countDocuments(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>
) {
	const query = parseListQuery(ctx.params as Params, target, ["filter", "q"]);
	return { total: await countAll(service, target, ctx, visibleFilter(target, ctx, query)) };
}

function countAll(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	filter: Params
): Promise<number> {
	return ask(service, target, ctx, { count: filter }, documents =>
		documents.countDocuments(filter)
	);
}

/** Calls inside of others always ask the store. */
function ask<Found>(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	asked: object,
	work: (documents: ReturnType<typeof driverCollection>) => Promise<Found>
): Promise<Found> {
	const read = () => work(driverCollection(service, target));
	return isRequest(ctx)
		? service.broker.kernel.askCollection(target.definition.collection, asked, read)
		: read();
}

export async function getDocument(service: CollectionService, target: Target, ctx: Ctx<unknown>) {
	const { id, ...params } = ctx.params as Params & { id: string };
	const { fields } = parseListQuery(params, target, ["fields"]);
	return presenter(target, ctx, fields)(await findReadable(service, target, ctx, id));
}

/** The document's changes, newest first, with the fields that the caller may read now. */
export async function documentHistory(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>
): Promise<Page> {
	const { id, ...params } = ctx.params as Params & { id: string };
	const { page, pageSize } = parseListQuery(params, target, ["page", "pageSize"]);
	await findReadable(service, target, ctx, id);
	const changes = service.broker.kernel.connection.collection<Change>(CHANGES);
	const filter = { collection: target.definition.collection, documentId: id };
	const [found, total] = await Promise.all([
		changes
			.find(filter, { sort: { rev: -1 }, skip: (page - 1) * pageSize, limit: pageSize })
			.toArray(),
		changes.countDocuments(filter)
	]);
	return { data: found.map(change => presentChange(target, ctx, change)), page, pageSize, total };
}

/** The caller's filter AND-ed with what it may see, and with what its filter may depend on. */
export function visibleFilter(target: Target, ctx: Ctx<unknown>, query: ListQuery) {
	const ability = abilityOf(ctx);
	return allOf(
		...query.conditions,
		documentScope(ability, "read", target),
		fieldScope(ability, target, query.dependsOn)
	);
}

async function findReadable(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	id: string
) {
	const ability = abilityOf(ctx);
	const own = { _id: requireId(id) };
	const filter = allOf(own, documentScope(ability, "read", target));
	const read = () => driverCollection(service, target).findOne(filter);
	const document = isRequest(ctx)
		? await service.broker.kernel.findDocument(target.definition.collection, id, read)
		: await read();
	// It may have been read for somebody else, who may see it.
	if (document && isAllowed(ability, "read", target.subject, document)) return document;
	throw documentErrors.NOT_FOUND({ subject: target.subject, id });
}

function presentChange(target: Target, ctx: Ctx<unknown>, change: Change) {
	const side = (document: Record<string, unknown> | null) => {
		const readable = document && isAllowed(abilityOf(ctx), "read", target.subject, document);
		return readable ? represent(target, abilityOf(ctx), document as StoredDocument) : null;
	};
	const { _id: id, rev, type, at, actor } = change;
	const [before, after] = [side(change.before), side(change.after)];
	return { id, rev, type, at, actor, changed: changedFields(before, after), before, after };
}

function changedFields(
	before: Record<string, unknown> | null,
	after: Record<string, unknown> | null
) {
	const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
	return [...keys].filter(
		key =>
			!["rev", "updatedAt"].includes(topLevel(key)) &&
			JSON.stringify(before?.[key]) !== JSON.stringify(after?.[key])
	);
}

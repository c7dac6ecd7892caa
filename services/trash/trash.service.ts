/**
 * The trash: documents that were removed and can still be restored, for those who may do so. Promises the same
 * rights as restoring one: whoever may not remove a document does not see that it was there.
 */
import {
	abilityOf,
	defineService,
	documentErrors,
	type Ability,
	type Ctx,
	type JsonSchema,
	type LyceumSchema
} from "../../mixins/index.ts";
import { readableFields, documentScope } from "../../mixins/collection/access.ts";
import { TRASH, TRASH_DAYS } from "../../mixins/collection/changes.ts";
import { representReadable } from "../../mixins/collection/represent.ts";
import type { StoredDocument, Target } from "../../mixins/collection/target.ts";
import { runningCollections, type RunningCollection } from "../console/collections.ts";
import type { Runtime } from "../kernel/runtime.ts";

const DAY_MS = 86_400_000;

/** What is known of a removal beside the document. */
interface Removed {
	removedBy: string | null;
	expiresAt: Date;
}

interface TrashPage {
	collection: string;
	page: number;
	pageSize: number;
}

const text: JsonSchema = { type: "string" };
const count: JsonSchema = { type: "integer", minimum: 0 };
const time: JsonSchema = { type: "string", format: "date-time" };

const removedSchema: JsonSchema = {
	title: "RemovedDocument",
	type: "object",
	properties: {
		id: text,
		removedAt: time,
		purgeAt: { ...time, description: "When it cannot be restored any more" },
		removedBy: { type: ["string", "null"], description: "A user's id; null for the system" },
		document: {
			type: "object",
			additionalProperties: true,
			description: "As it was, with the fields that the caller may read"
		}
	},
	required: ["id", "removedAt", "purgeAt", "removedBy", "document"]
};

const removedExample = {
	id: "65f0c0ffee65f0c0ffee65f0",
	removedAt: "2026-01-15T09:30:00.000Z",
	purgeAt: "2026-02-14T09:30:00.000Z",
	removedBy: "65f0c0ffee65f0c0ffee65f1",
	document: { id: "65f0c0ffee65f0c0ffee65f0", name: "Old quiz nights" }
};

const paging = (value: number, max: number) =>
	({ type: "number", integer: true, min: 1, max, default: value, convert: true }) as const;

/** Makes the definition. */
export function trashService({ connection }: Runtime): LyceumSchema {
	return defineService({
		name: "trash",
		subject: "Trash",

		actions: {
			summary: {
				rest: "GET /",
				can: "authenticated",
				params: {},
				summary: "Count the removed documents that the caller may restore, by collection",
				returns: {
					schema: {
						type: "object",
						properties: {
							data: {
								type: "array",
								items: {
									type: "object",
									properties: { collection: text, label: text, total: count },
									required: ["collection", "label", "total"]
								}
							},
							total: count
						},
						required: ["data", "total"]
					},
					example: {
						data: [{ collection: "projects", label: "Projects", total: 2 }],
						total: 2
					}
				},
				async handler(ctx: Ctx) {
					const own = restorable(ctx);
					const data = await Promise.all(
						own.map(async collection => ({
							collection: collection.name,
							label: collection.hints?.label ?? collection.name,
							total: await countRemoved(ctx, collection)
						}))
					);
					return { data, total: data.reduce((sum, { total }) => sum + total, 0) };
				}
			},

			list: {
				rest: "GET /:collection",
				can: "authenticated",
				params: {
					collection: { type: "string", max: 64 },
					page: paging(1, 1_000_000),
					pageSize: paging(25, 100)
				},
				paged: true,
				summary: "List a collection's removed documents that the caller may restore",
				description: "The ones that were removed last come first.",
				returns: {
					schema: {
						type: "object",
						properties: {
							data: { type: "array", items: removedSchema },
							page: count,
							pageSize: count,
							total: count
						},
						required: ["data", "page", "pageSize", "total"]
					},
					example: { data: [removedExample], page: 1, pageSize: 25, total: 1 }
				},
				async handler(ctx: Ctx<TrashPage>) {
					const { collection: name, page, pageSize } = ctx.params;
					const collection = findCollection(ctx, name);
					const [found, total] = await Promise.all([
						readRemoved<object>(ctx, collection, [
							{ $skip: (page - 1) * pageSize },
							{ $limit: pageSize }
						]),
						countRemoved(ctx, collection)
					]);
					const data = found.map(removed => present(ctx, collection, removed));
					return { data, page, pageSize, total };
				}
			}
		}
	});

	async function countRemoved(ctx: Ctx<unknown>, collection: RunningCollection) {
		const [counted] = await readRemoved<{ total: number }>(ctx, collection, [
			{ $count: "total" }
		]);
		return counted?.total ?? 0;
	}

	/** The rights are part of the query: they are about the document, which is looked at as if it stood alone. */
	function readRemoved<Row extends object>(
		ctx: Ctx<unknown>,
		collection: RunningCollection,
		stages: object[]
	): Promise<Row[]> {
		const scope = documentScope(abilityOf(ctx), "delete", targetOf(collection));
		return connection
			.collection(TRASH)
			.aggregate([
				{ $match: { collection: collection.name, expiresAt: { $gt: new Date() } } },
				{ $sort: { expiresAt: -1, _id: 1 } },
				{
					$replaceRoot: {
						newRoot: {
							$mergeObjects: [
								"$document",
								{
									[REMOVED]: {
										removedBy: "$removedBy",
										expiresAt: "$expiresAt"
									}
								}
							]
						}
					}
				},
				{ $match: scope },
				...stages
			])
			.toArray() as Promise<Row[]>;
	}
}

/** Beside the document's own fields while rights are tested; no field begins like that. */
const REMOVED = "__removed";

function present(ctx: Ctx<unknown>, collection: RunningCollection, row: object) {
	const { [REMOVED]: removed, ...document } = row as StoredDocument & {
		[REMOVED]: Removed;
	};
	const target = targetOf(collection);
	const mayRead = readableFields(abilityOf(ctx), target, document);
	const { expiresAt, removedBy } = removed;
	return {
		id: document._id,
		removedAt: new Date(expiresAt.getTime() - TRASH_DAYS * DAY_MS).toISOString(),
		purgeAt: expiresAt.toISOString(),
		removedBy,
		document: representReadable(target, document, mayRead)
	};
}

function targetOf({ subject, fields, hiddenPaths }: RunningCollection): Target {
	const known = new Map(fields.map(field => [field.path, field]));
	return { subject, hiddenPaths, fields: known } as unknown as Target;
}

/** The collections whose removed documents the caller may restore. */
function restorable(ctx: Ctx<unknown>): RunningCollection[] {
	const ability = abilityOf(ctx);
	return runningCollections(ctx.broker).filter(
		({ routes, subject }) => routes.restore && mayRestore(ability, subject)
	);
}

function mayRestore(ability: Ability, subject: string) {
	return ability.can("delete", subject);
}

function findCollection(ctx: Ctx<unknown>, name: string): RunningCollection {
	const found = runningCollections(ctx.broker).find(one => one.name === name);
	if (found?.routes.restore) return found;
	throw documentErrors.NOT_FOUND({ subject: "collection with a trash", id: name });
}

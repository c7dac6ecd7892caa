/**
 * A collection of documents from one declaration: list, get, create, replace, update, remove, restore,
 * count and history, with paging, filters, abilities in the query, optimistic concurrency and events.
 */
import { pageOf } from "../answers.ts";
import { defineMixin, type Action, type Mixin } from "../declarations.ts";
import type { Ctx } from "../context.ts";
import type { ModelDefinition } from "../model.ts";
import { describeParameters } from "./parameters.ts";
import { changesOf, documentAt } from "./past.ts";
import { putDocument, type Put } from "./put.ts";
import { countDocuments, documentHistory, getDocument, listDocuments } from "./read.ts";
import { ReadCache } from "./read-cache.ts";
import { plantSeed } from "./seed.ts";
import {
	describeTarget,
	requireId,
	type CollectionAction,
	type CollectionOptions,
	type CollectionService,
	type StoredDocument,
	type Target
} from "./target.ts";
import { removeDocument, restoreDocument } from "./trash.ts";
import {
	addDocument,
	createDocument,
	patchDocument,
	replaceDocument,
	rewriteDocument
} from "./write.ts";

type Params = Record<string, unknown> & { id: string };
type Read = (service: CollectionService, target: Target, ctx: Ctx<unknown>) => Promise<object>;
type Run = (service: CollectionService, target: Target, ctx: Ctx<unknown>) => unknown;

/** Gives a service the actions, routes, events and console screens of a collection. */
export function collection<Name extends CollectionAction = CollectionAction>(
	definition: ModelDefinition,
	options: CollectionOptions<Name> = {}
): Mixin<Name> {
	const target = describeTarget(definition, options);
	const { collection: name } = definition;
	const { subject, documentSchema: schema, hiddenPaths } = target;
	const fields = [...target.fields.values()];
	const actions = pick(collectionActions(target), options.only);
	const mixin = defineMixin<{ answers: ReadCache }>({
		metadata: { subject, collections: [{ name, subject, schema, fields, hiddenPaths }] },
		actions,
		methods: {
			changeDocument(
				ctx: Ctx<unknown>,
				id: string,
				change: (before: StoredDocument) => object | Promise<object>,
				expectedRev?: number
			) {
				return rewriteDocument(this, target, ctx, id, change, expectedRev);
			},

			putDocument(ctx: Ctx<unknown>, id: string, put: Put) {
				return putDocument(this, target, ctx, id, put);
			},

			changesOf(id: string, page: { page: number; pageSize: number }) {
				return changesOf(this, target, id, page);
			},

			documentAt(id: string, rev: number) {
				return documentAt(this, target, id, rev);
			},

			addDocument(ctx: Ctx<unknown>, fields: object) {
				return addDocument(this, target, ctx, fields);
			}
		},
		created() {
			this.answers = new ReadCache();
		},

		async started() {
			await this.model(definition).createIndexes();
			if (options.seed) await plantSeed(this, target, options.seed);
		}
	});
	return { ...mixin, actions };
}

function collectionActions(target: Target): Record<CollectionAction, Action> {
	const { subject, documentSchema, bodySchemas, definition } = target;
	const parameters = describeParameters(target);
	const run = (work: Run) =>
		function handle(this: unknown, ctx: Ctx<never>) {
			return work(this as CollectionService, target, ctx);
		} as Action["handler"];
	const read = (work: Read, idOf: (ctx: Ctx<unknown>) => string | undefined = ofAll) =>
		run((service, _target, ctx) =>
			service.answers.read(target, ctx, idOf(ctx), () => work(service, target, ctx))
		);
	const one = { status: 200, schema: documentSchema };
	return {
		list: {
			rest: "GET /",
			can: "read",
			summary: `List ${definition.collection}`,
			paged: true,
			input: { query: parameters.list },
			returns: { schema: pageOf(documentSchema) },
			handler: read(listDocuments)
		},
		count: {
			rest: "GET /count",
			can: "read",
			summary: `Count ${definition.collection}`,
			input: { query: parameters.count },
			returns: {
				schema: {
					type: "object",
					properties: { total: { type: "integer", minimum: 0 } },
					required: ["total"]
				},
				example: { total: 42 }
			},
			handler: read(countDocuments)
		},
		get: {
			rest: "GET /:id",
			can: "read",
			summary: `Get one ${subject}`,
			versioned: true,
			input: { query: parameters.get },
			returns: one,
			handler: read(getDocument, idIn)
		},
		history: {
			rest: "GET /:id/history",
			can: "read",
			summary: `List the changes of one ${subject}`,
			paged: true,
			input: { query: parameters.history },
			returns: { schema: pageOf(parameters.change) },
			handler: run(documentHistory)
		},
		create: {
			rest: "POST /",
			can: "create",
			summary: `Create a ${subject}`,
			versioned: true,
			input: { body: bodySchemas.create },
			returns: { ...one, status: 201 },
			handler: run(async (service, _target, ctx) => {
				const created = await createDocument(service, target, ctx, ctx.params as Params);
				ctx.meta.$statusCode = 201;
				ctx.meta.$location = created.id;
				return created;
			})
		},
		replace: {
			rest: "PUT /:id",
			can: "update",
			summary: `Replace one ${subject}`,
			versioned: true,
			input: { body: bodySchemas.replace },
			returns: one,
			handler: run((service, _target, ctx) => {
				const { id, ...body } = ctx.params as Params;
				return replaceDocument(service, target, ctx, id, body);
			})
		},
		update: {
			rest: "PATCH /:id",
			can: "update",
			summary: `Change fields of one ${subject}`,
			versioned: true,
			input: { body: bodySchemas.patch },
			returns: one,
			handler: run((service, _target, ctx) => {
				const { id, ...patch } = ctx.params as Params;
				return patchDocument(service, target, ctx, id, patch);
			})
		},
		remove: {
			rest: "DELETE /:id",
			can: "delete",
			summary: `Remove one ${subject}; it can be restored for 30 days`,
			versioned: true,
			params: { id: "string", rev: "number|integer|optional" },
			returns: { status: 204 },
			handler: run((service, _target, ctx) => {
				const { id, rev } = ctx.params as Params & { rev?: number };
				return removeDocument(service, target, ctx, id, rev);
			})
		},
		restore: {
			rest: "POST /:id/restore",
			can: "delete",
			summary: `Restore a removed ${subject}`,
			versioned: true,
			params: { id: "string" },
			returns: one,
			handler: run((service, _target, ctx) =>
				restoreDocument(service, target, ctx, (ctx.params as Params).id)
			)
		}
	};
}

function pick<Name extends string>(
	actions: Record<Name, Action>,
	names: readonly string[] = Object.keys(actions)
) {
	const picked = Object.entries(actions).filter(([name]) => names.includes(name));
	return Object.fromEntries(picked) as Record<Name, Action>;
}

function ofAll() {
	return undefined;
}

function idIn({ params }: Ctx<unknown>) {
	return requireId((params as Params).id);
}

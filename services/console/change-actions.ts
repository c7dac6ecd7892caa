/** The actions that change several documents, undo that, and give them out as a file. */
import {
	newId,
	requestErrors,
	type Action,
	type Ctx,
	type InputProblem,
	type JsonSchema,
	type LyceumBroker,
	type ServiceMembers
} from "../../mixins/index.ts";
import { ConsoleChange, UNDO_DAYS } from "./change.model.ts";
import { applyWishes, undoAll, type Outcome, type Refusal } from "./changes.ts";
import { bodyOf, runningCollections, type RunningCollection } from "./collections.ts";
import { errors } from "./errors.ts";
import { exportDocuments, FORMATS, type Format } from "./export.ts";
import { problemsOfNew, readWishes, wishesSchema, type Wishes } from "./wishes.ts";

const DAY_MS = 86_400_000;

const outcome: JsonSchema = {
	type: "object",
	properties: {
		id: { type: ["string", "null"] },
		rev: { type: ["integer", "null"] },
		problem: { type: ["object", "null"], additionalProperties: true }
	},
	required: ["id", "rev", "problem"]
};

const outcomesSchema: JsonSchema = {
	title: "ConsoleOutcomes",
	type: "object",
	properties: {
		undo: {
			type: ["string", "null"],
			description: "The id under which it can be undone; null when nothing was changed"
		},
		outcomes: { type: "array", items: outcome, description: "In the order of the wishes" }
	},
	required: ["undo", "outcomes"]
};

const done = { id: "65f0c0ffee65f0c0ffee65f0", rev: 2, problem: null };

type Export = Record<string, unknown> & { collection: string; format: Format };

const word = { type: "string", max: 2000, optional: true } as const;

export const changeActions: Record<string, Action> = {
	change: {
		rest: "POST /changes",
		can: "authenticated",
		summary: "Create, change or remove several documents of a collection",
		description:
			"Each by its collection's own action and the caller's rights; one that is refused holds up no other. With `dryRun` new documents are only checked.",
		input: { body: wishesSchema },
		example: {
			collection: "projects",
			dryRun: true,
			wishes: [{ create: { name: "Weather station" } }]
		},
		returns: {
			schema: outcomesSchema,
			example: { undo: "65f0c0ffee65f0c0ffee65f9", outcomes: [done] }
		},
		async handler(this: ServiceMembers, ctx: Ctx<never>) {
			const { collection: name, dryRun = false, wishes } = readWishes(ctx.params);
			const collection = requireCollection(this.broker, name);
			if (dryRun) return { undo: null, outcomes: checkAll(collection, wishes) };
			const { outcomes, undo: entries } = await applyWishes(ctx, collection, wishes);
			if (entries.length === 0) return { undo: null, outcomes };
			const _id = newId();
			const expiresAt = new Date(Date.now() + UNDO_DAYS * DAY_MS);
			const userId = ctx.meta.caller!.id!;
			await this.model(ConsoleChange).create([
				{ _id, userId, about: name, entries, expiresAt }
			]);
			return { undo: _id, outcomes };
		}
	},

	undo: {
		rest: "POST /changes/:id/undo",
		can: "authenticated",
		params: { id: "string|max:64" },
		summary: "Undo what was changed in one request",
		description:
			"For who changed it, within two days, once. A document that was changed since is left as it is.",
		returns: { schema: outcomesSchema, example: { undo: null, outcomes: [done] } },
		async handler(this: ServiceMembers, ctx: Ctx<never>) {
			const { id } = ctx.params as { id: string };
			const filter = { _id: id, userId: ctx.meta.caller!.id! };
			const change = await this.model(ConsoleChange).findOneAndDelete(filter).lean();
			if (!change) throw errors.OPERATION_NOT_FOUND({ id });
			const collection = requireCollection(this.broker, change.about);
			return { undo: null, outcomes: await undoAll(ctx, collection, change.entries) };
		}
	},

	export: {
		rest: "GET /export",
		can: "authenticated",
		params: {
			collection: { type: "string", min: 1, max: 100, example: "users" },
			format: { type: "enum", values: [...FORMATS], optional: true, default: "csv" },
			q: word,
			sort: word,
			fields: word,
			filter: { type: "any", optional: true }
		},
		summary: "Get the documents of a list as a file",
		description: "CSV or JSON, at most 100,000 documents.",
		returns: { type: ["text/csv", "application/json"], streamed: true },
		async handler(this: ServiceMembers, ctx: Ctx<never>) {
			const { collection: name, format, ...query } = ctx.params as Export;
			const collection = requireCollection(this.broker, name);
			const stream = await exportDocuments(ctx, collection, format, query);
			ctx.meta.$responseType =
				format === "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
			ctx.meta.$responseHeaders = {
				"Content-Disposition": `attachment; filename="${name}.${format}"`,
				"Cache-Control": "no-store"
			};
			return stream;
		}
	}
};

function requireCollection(broker: LyceumBroker, name: string): RunningCollection {
	const found = runningCollections(broker).find(collection => collection.name === name);
	if (!found) throw errors.UNKNOWN_COLLECTION({ collection: name });
	return found;
}

/** Checks documents that would be created by the collection's schema. */
function checkAll(collection: RunningCollection, wishes: Wishes["wishes"]): Outcome[] {
	const schema = bodyOf(collection, "create");
	if (!schema) throw errors.NOT_OFFERED({ collection: collection.name, operation: "create" });
	return wishes.map(wish => {
		const problems = "create" in wish ? problemsOfNew(schema, wish.create) : [];
		return { id: null, rev: null, problem: refusalFor(problems) };
	});
}

function refusalFor(problems: InputProblem[]): Refusal | null {
	if (problems.length === 0) return null;
	const { message, code, type } = requestErrors.INVALID({ errors: problems });
	return { status: code, code: type, detail: message, errors: problems };
}

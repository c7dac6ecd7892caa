/** What a collection's actions share: the model's declaration, worked out once for each definition. */
import type { Caller, Change, Ctx, DocumentWrite } from "../context.ts";
import type { ServiceMembers } from "../declarations.ts";
import { requestErrors } from "../errors.ts";
import { bodySchema, documentSchema, type JsonSchema } from "../json-schema.ts";
import type { ModelDefinition } from "../model.ts";
import type { Notice } from "../notifications.ts";
import {
	readFields,
	readFilePaths,
	readHiddenPaths,
	readHtmlPaths,
	readKeptPaths,
	type Field
} from "./fields.ts";
import type { ReadCache } from "./read-cache.ts";
import { compileValidator, type Validator } from "./validator.ts";

/** A document as the store holds it. */
export type StoredDocument = {
	_id: string;
	rev: number;
	createdAt: Date;
	updatedAt: Date;
} & Record<string, unknown>;

/** What a body holds. */
export type Input = Record<string, unknown>;

export interface PrepareContext {
	ctx: Ctx<unknown>;
	operation: "create" | "update";
	/** The document as it was; null for a new one. */
	before: StoredDocument | null;
}

/** What a committed change did, with the documents as the store holds them. */
export type CommittedChange = Pick<Change, "type" | "documentId" | "rev"> & {
	before: StoredDocument | null;
	after: StoredDocument | null;
};

/** What a collection adds to its service beside the actions. */
export interface CollectionMethods {
	/**
	 * Changes one document for an action that checks the caller's rights itself, in `change`: it gets the
	 * document as it is and returns it as it shall be. The rest is as with any change (`prepare`,
	 * validation, history, events, the open transaction). Returns what the caller may read of it.
	 */
	changeDocument(
		ctx: Ctx<unknown>,
		id: string,
		change: (before: StoredDocument) => object | Promise<object>,
		expectedRev?: number
	): Promise<Record<string, unknown>>;

	/**
	 * Makes, changes or removes the document with an id for an action that checks the caller's rights itself:
	 * `change` gets the document as it is, or null, and returns it as it shall be, or null. What is removed
	 * this way cannot be restored. Returns what the caller may read of it, or null.
	 */
	putDocument(
		ctx: Ctx<unknown>,
		id: string,
		change: (before: StoredDocument | null) => object | null | Promise<object | null>
	): Promise<Record<string, unknown> | null>;

	/** One document's changes, newest first, for an action that checks the caller's rights itself. */
	changesOf(
		id: string,
		page: { page: number; pageSize: number }
	): Promise<{ data: Change[]; total: number }>;

	/** The document as it was at a revision, for an action that checks the caller's rights itself. */
	documentAt(id: string, rev: number): Promise<StoredDocument | null>;

	/**
	 * Stores a document that the service makes by itself, also with fields that no body sets. The rest is as
	 * with any change. Returns what the caller may read of it.
	 */
	addDocument(ctx: Ctx<unknown>, fields: object): Promise<Record<string, unknown>>;
}

/** What a collection can do for those who call it. */
export type CollectionAction =
	"list" | "count" | "get" | "history" | "create" | "replace" | "update" | "remove" | "restore";

export interface CollectionOptions<Name extends CollectionAction = CollectionAction> {
	/** The actions that it has; all without it. */
	only?: readonly Name[];
	/** The field that holds the creator's id; set from the token and read-only from then on. */
	owner?: string;
	/** Completes or checks a document after the caller's fields were set and before it is validated. */
	prepare?: (
		this: CollectionService,
		document: Record<string, unknown>,
		context: PrepareContext
	) => void | Promise<void>;
	/** Whom a change is told to; sent in the change's transaction, so that both are there or neither is. */
	notify?: (this: CollectionService, ctx: Ctx<unknown>, change: CommittedChange) => Notice[];
	/** Hears of each committed change, to tell more about it than the collection's own event does. */
	committed?: (
		this: CollectionService,
		ctx: Ctx<unknown>,
		change: CommittedChange
	) => void | Promise<void>;
	/** Other writes that belong to a change: they are committed with it, or the change is not. */
	alongside?: (
		this: CollectionService,
		ctx: Ctx<unknown>,
		change: Pick<CommittedChange, "type" | "before" | "after">
	) => DocumentWrite[];
	/** A JSON file with documents that are stored when the collection is used for the first time. */
	seed?: URL;
}

/** The service that a collection is mixed into. */
export type CollectionService = ServiceMembers & { fullName: string; answers: ReadCache };

export interface Target {
	definition: ModelDefinition<StoredDocument>;
	options: CollectionOptions;
	subject: string;
	/** Every field that may be asked for, by its dotted path. */
	fields: Map<string, Field>;
	/** The paths inside of other fields that never leave the server. */
	hiddenPaths: string[];
	/** The paths inside of other fields that no body sets, apart from those in the entries of arrays. */
	keptPaths: string[];
	/** The paths of the texts that hold HTML. */
	htmlPaths: string[];
	/** The paths of the ids of files. */
	filePaths: string[];
	documentSchema: JsonSchema;
	bodySchemas: Record<"create" | "replace" | "patch", JsonSchema>;
	validators: Record<"create" | "replace" | "patch", Validator>;
}

export function describeTarget(definition: ModelDefinition, options: CollectionOptions): Target {
	const bodySchemas = {
		create: bodySchema(definition, "create"),
		replace: bodySchema(definition, "replace"),
		patch: bodySchema(definition, "patch")
	};
	if (options.owner)
		Object.values(bodySchemas).forEach(schema => withoutField(schema, options.owner!));
	return {
		definition: definition as ModelDefinition<StoredDocument>,
		options,
		subject: definition.name,
		fields: readFields(definition),
		hiddenPaths: readHiddenPaths(definition),
		keptPaths: readKeptPaths(definition),
		htmlPaths: readHtmlPaths(definition),
		filePaths: readFilePaths(definition),
		documentSchema: documentSchema(definition),
		bodySchemas,
		validators: {
			create: compileValidator(bodySchemas.create),
			replace: compileValidator(bodySchemas.replace),
			patch: compileValidator(bodySchemas.patch)
		}
	};
}

/** The id that an action was called with; not every door to it takes the id from an address. */
export function requireId(id: unknown): string {
	if (typeof id === "string") return id;
	throw requestErrors.INVALID({
		errors: [{ pointer: "id", message: "is not an id", value: id, expected: "a text" }]
	});
}

/** Who makes a change, as it is kept with the change. */
export function actorOf(caller: Caller | undefined) {
	return caller ? { id: caller.id, kind: caller.kind } : { id: null, kind: "system" as const };
}

function withoutField(schema: JsonSchema, field: string) {
	delete schema.properties?.[field];
	if (schema.required) schema.required = schema.required.filter(key => key !== field);
}

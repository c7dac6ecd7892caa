/**
 * Models: one mongoose schema declares the fields of a document, once. A definition holds no state;
 * each generation of a service binds it to the connection under a name of its own.
 */
import mongoose, { type Collection, type Connection, type Model, type Schema } from "mongoose";
import { sanitizeFields } from "./html.ts";
import { requireOpenTextIndex } from "./text-index.ts";

/** A model as a module declares it, see `defineModel`. */
export interface ModelDefinition<Document = unknown> {
	/** The subject for abilities, e.g. `Project`. */
	readonly name: string;
	/** The collection in the store, e.g. `projects`. */
	readonly collection: string;
	/** Throws once the definition was released. */
	readonly schema: Schema;
	/** Lets go of the schema: the module that declares it stays in memory for good, also when it was replaced. */
	release(): void;
	/** Holds the document's type for the compiler; never set. */
	readonly document?: Document;
}

/** What every document carries beside its declared fields; clients can only read it. */
export interface Stored {
	/** 24 hexadecimal digits, ascending with time. */
	_id: string;
	/** Raised by every write. */
	rev: number;
	createdAt: Date;
	updatedAt: Date;
}

/** The fields of `Stored` as clients see them. */
export const SYSTEM_FIELDS = ["id", "rev", "createdAt", "updatedAt"] as const;

/**
 * Declares a model. The kernel adds `id`, `rev`, `createdAt` and `updatedAt`, and an index for the
 * default order (newest first). Throws for a text index with a private field in it.
 */
export function defineModel<Document>(
	name: string,
	schema: Schema<Document>,
	{ collection = pluralOf(name) } = {}
): ModelDefinition<Document> {
	requireOpenTextIndex(name, schema);
	let held: Schema | null = complete(schema);
	return Object.freeze({
		name,
		collection,
		get schema() {
			if (held) return held;
			throw new Error(`The model "${name}" belongs to a version that does not run any more`);
		},
		release() {
			held = null;
		}
	});
}

/** Makes the definition's model on a connection; release it with `connection.deleteModel(modelName)`. */
export function bindModel<Document>(
	connection: Connection,
	definition: ModelDefinition<Document>,
	modelName: string
): Model<Document & Stored> {
	const { schema, collection } = definition;
	const model = connection.model<Document & Stored>(modelName, schema, collection);
	return Object.assign(model, { createIndexes: () => createIndexes(schema, model.collection) });
}

/** All indexes in one command: mongoose sends one for each, which is felt at every start. */
async function createIndexes(schema: Schema, collection: Collection) {
	const indexes = schema.indexes().map(([key, options]) => ({ ...options, key }));
	// One that is declared twice is made once.
	const distinct = new Map(indexes.map(index => [JSON.stringify(index), index]));
	await collection.createIndexes([...distinct.values()] as mongoose.mongo.IndexDescription[]);
}

/** Makes a new document id. */
export function newId(): string {
	return new mongoose.Types.ObjectId().toHexString();
}

function complete(source: Schema): Schema {
	const schema = source.clone();
	// Ids are text everywhere (store, JSON, bus, ability conditions), so that nothing needs casting.
	schema.add({
		_id: { type: String, default: newId },
		rev: { type: Number, default: 1 }
	});
	schema.set("timestamps", true);
	schema.set("versionKey", false);
	schema.set("id", false);
	schema.set("minimize", false);
	schema.set("autoIndex", false);
	schema.set("autoCreate", false);
	schema.set("strict", "throw");
	dropNestedIds(schema);
	sanitizeFields(schema);
	schema.index({ createdAt: -1, _id: -1 });
	raiseRevision(schema);
	return schema;
}

/** Every write raises `rev`, also one that a plugin makes through its model. */
function raiseRevision(schema: Schema) {
	schema.pre("save", function raise() {
		if (!this.isNew && this.isModified()) this.set("rev", Number(this.get("rev") ?? 0) + 1);
	});
	schema.pre(["updateOne", "updateMany", "findOneAndUpdate"], function raise() {
		const update = this.getUpdate();
		if (update && !Array.isArray(update)) update.$inc = { ...update.$inc, rev: 1 };
	});
}

/** Takes the ids off that mongoose gives to the entries of arrays unless they are declared. */
function dropNestedIds(schema: Schema) {
	schema.eachPath((_path, type) => {
		const nested = (type as { schema?: Schema }).schema;
		if (!nested) return;
		if (nested.path("_id")?.options?.auto) nested.remove("_id");
		dropNestedIds(nested);
	});
}

/** `Project` → `projects`, `ApiKey` → `apiKeys`, `Category` → `categories`. */
function pluralOf(name: string) {
	const camel = name.charAt(0).toLowerCase() + name.slice(1);
	if (/[^aeiou]y$/.test(camel)) return `${camel.slice(0, -1)}ies`;
	return /(s|x|z|ch|sh)$/.test(camel) ? `${camel}es` : `${camel}s`;
}

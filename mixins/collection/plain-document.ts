/**
 * Completes a document as its model would, without making one: mongoose makes an object with state for each
 * document, and an array type for each list, which costs more than all the rest of a write. Only what needs no
 * more than the schema's own types is done here; whatever else there is, and whatever is not valid, is the model's.
 */
import type { Schema, SchemaType } from "mongoose";
import type { Input } from "./target.ts";

/** What a field becomes; `ASK_MODEL` when only the model can tell. */
type Complete<Value = unknown> = (value: unknown) => Value | typeof ASK_MODEL;

const ASK_MODEL = Symbol("only the model can tell");

const asksModel: Complete<never> = () => ASK_MODEL;

/** What of a schema and its types mongoose does not declare, or declares too wide. */
interface SchemaInside {
	paths: Record<string, TypeInside>;
	nested: object;
	virtuals: Record<string, { setters: unknown[] }>;
	methods: object;
	options: { toObject?: object; strict?: unknown };
	discriminators?: object;
	s: { hooks: { _pres: Map<string, unknown>; _posts: Map<string, unknown> } };
}

type TypeInside = Omit<SchemaType, "validators" | "options"> & {
	setters: ((value: unknown) => unknown)[];
	validators: { type: string; validator: (value: unknown) => boolean }[];
	defaultValue?: unknown;
	embeddedSchemaType?: TypeInside;
	schema?: Schema;
	originalRequiredValue?: unknown;
	options: Record<string, unknown>;
	cast(value: unknown): unknown;
};

/** Validators of mongoose's own, which look at the value alone. */
const OWN_VALIDATORS = new Set("required enum minlength maxlength regexp min max".split(" "));

/** Options that each stand for one setter which looks at the value alone. */
const OWN_SETTERS = ["trim", "lowercase", "uppercase", "html"];

const known = new WeakMap<Schema, Complete<Input>>();

/** The document that a model of the schema would make of these fields; null when the model has to be asked. */
export function completePlainly(schema: Schema, fields: Input): Input | null {
	let complete = known.get(schema);
	if (!complete) {
		complete = documentOf(schema);
		known.set(schema, complete);
	}
	const document = complete(fields);
	return document === ASK_MODEL ? null : document;
}

function documentOf(schema: Schema): Complete<Input> {
	const inside = schema as unknown as SchemaInside;
	if (needsModel(inside)) return asksModel;
	const fields = Object.entries(inside.paths).map(
		([name, type]) => [name, fieldOf(type)] as const
	);
	return value => {
		if (!isPlainObject(value)) return ASK_MODEL;
		const document: Input = {};
		let given = 0;
		for (const [name, complete] of fields) {
			const isGiven = Object.hasOwn(value, name);
			if (isGiven) given++;
			const completed =
				isGiven && value[name] === undefined ? ASK_MODEL : complete(value[name]);
			if (completed === ASK_MODEL) return ASK_MODEL;
			if (completed !== undefined) document[name] = completed;
		}
		const isKnown = given === Object.keys(value).length;
		return isKnown && Object.keys(document).length > 0 ? document : ASK_MODEL;
	};
}

/** Something in it looks at the whole document, or makes another of it. */
function needsModel({ nested, virtuals, methods, options, discriminators, s }: SchemaInside) {
	const { _pres: before, _posts: after } = s.hooks;
	return (
		Object.keys(nested).length > 0 ||
		Object.values(virtuals).some(({ setters }) => setters.length > 0) ||
		["validate", "toObject"].some(name => name in methods) ||
		options.toObject !== undefined ||
		(options.strict !== true && options.strict !== "throw") ||
		discriminators !== undefined ||
		before.has("validate") ||
		after.has("validate")
	);
}

function fieldOf(type: TypeInside): Complete {
	if (!isOwn(type)) return absentOnly(type);
	switch (type.instance) {
		case "String":
			return scalarOf(type, value => typeof value === "string");
		case "Number":
			return scalarOf(type, value => Number.isFinite(value));
		case "Boolean":
			return scalarOf(type, value => typeof value === "boolean");
		case "Date":
			return scalarOf(type, value => value instanceof Date, dateOf);
		case "Array":
			return listOf(
				type,
				type.schema ? documentOf(type.schema) : fieldOf(type.embeddedSchemaType!)
			);
		case "Embedded":
			return nestedOf(type, documentOf(type.schema!));
		default:
			return absentOnly(type);
	}
}

/** Its setters and validators are mongoose's, or ours, and need no document. */
function isOwn({ setters, validators, options, originalRequiredValue }: TypeInside): boolean {
	const expected = OWN_SETTERS.filter(name => options[name]).length;
	// A new document may set what cannot be changed, and this is always one.
	const found = setters.filter(({ name }) => name !== "immutableSetter").length;
	return (
		found === expected &&
		options.transform === undefined &&
		typeof originalRequiredValue !== "function" &&
		validators.every(({ type }) => OWN_VALIDATORS.has(type))
	);
}

/** A field of which no more is known than that it may be left out. */
function absentOnly({ defaultValue, validators }: TypeInside): Complete {
	if (defaultValue !== undefined || validators.length > 0) return asksModel;
	return value => (value === undefined ? undefined : ASK_MODEL);
}

function scalarOf(
	type: TypeInside,
	isOfType: (value: unknown) => boolean,
	read: (value: unknown) => unknown = same
): Complete {
	const { defaultValue, setters, validators } = type;
	const ownSetters = setters.toReversed();
	const isRequired = validators.some(validator => validator.type === "required");
	return value => {
		if (value === undefined && defaultValue === undefined)
			return isRequired ? ASK_MODEL : undefined;
		let completed = read(value === undefined ? defaultValue : value);
		if (!isOfType(completed)) return ASK_MODEL;
		for (const setter of ownSetters) completed = setter.call(undefined, completed);
		return validators.every(({ validator }) => validator.call(undefined, completed))
			? completed
			: ASK_MODEL;
	};
}

function same(value: unknown) {
	return value;
}

/** A date of its own, from a date or as JSON writes it; mongoose reads other texts in its own way. */
function dateOf(value: unknown): unknown {
	const isJson = typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
	if (!isJson && !(value instanceof Date)) return undefined;
	const date = new Date(value);
	return Number.isNaN(date.getTime()) ? undefined : date;
}

function listOf(type: TypeInside, complete: Complete): Complete {
	const { validators, options, defaultValue } = type;
	const isEmptyByDefault = !Object.hasOwn(options, "default") && defaultValue !== undefined;
	const isPlain = validators.every(({ type }) => type === "required");
	if (!isPlain) return asksModel;
	return value => {
		if (value === undefined) return isEmptyByDefault ? [] : ASK_MODEL;
		if (!Array.isArray(value)) return ASK_MODEL;
		const list = value.map(entry => (entry === undefined ? ASK_MODEL : complete(entry)));
		return list.includes(ASK_MODEL) ? ASK_MODEL : list;
	};
}

function nestedOf(type: TypeInside, complete: Complete): Complete {
	const completeAbsent = absentOnly(type);
	return value => (value === undefined ? completeAbsent(value) : complete(value));
}

function isPlainObject(value: unknown): value is Input {
	return (
		typeof value === "object" &&
		value !== null &&
		Object.getPrototypeOf(value) === Object.prototype
	);
}

/** The stages that read other collections. */
import { decode } from "../bson/decode.ts";
import { isDoc, isNumber, setField, toNumber, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { parseFilter } from "../query/filter.ts";
import { matches } from "../query/nodes.ts";
import { isIndex } from "../query/path.ts";
import { Query } from "../query/query.ts";
import { readRaw } from "../storage/documents.ts";
import { editAt } from "../update/path-edit.ts";
import { isView } from "../views.ts";
import { named } from "./arguments.ts";
import { compileExpression } from "./compile.ts";
import { nameOf } from "./sets.ts";
import type { StageContext, StageFunction } from "./stage-context.ts";

/** `$lookup` by equality of fields, by a pipeline, or by both. */
export function lookup(spec: unknown, stage: StageContext): StageFunction {
	const {
		from,
		as,
		localField,
		foreignField,
		pipeline,
		let: variables
	} = named(spec, "$lookup", ["as"], ["from", "localField", "foreignField", "pipeline", "let"]);
	if (typeof from !== "string" && !startsWithDocuments(pipeline))
		throw storeError("FailedToParse", "must specify 'from' field for a $lookup");
	if (typeof as !== "string")
		throw storeError("FailedToParse", "$lookup argument 'as' must be a string");
	const byField = localField !== undefined || foreignField !== undefined;
	if (byField && (typeof localField !== "string" || typeof foreignField !== "string")) {
		throw storeError(
			"FailedToParse",
			"$lookup requires both or neither of 'localField' and 'foreignField' to be specified"
		);
	}
	if (!byField && pipeline === undefined) {
		throw storeError(
			"FailedToParse",
			"$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified"
		);
	}
	const find = finder(stage, String(from ?? ""), {
		localField: localField as string | undefined,
		foreignField: foreignField as string | undefined,
		pipeline: pipeline as Doc[] | undefined,
		variables: (variables as Doc | undefined) ?? {}
	});
	const path = as.split(".");
	return function* (input) {
		for (const doc of input) yield withField(doc, path, find(doc));
	};
}

function startsWithDocuments(pipeline: unknown): boolean {
	return Array.isArray(pipeline) && isDoc(pipeline[0]) && "$documents" in pipeline[0];
}

/** Copies what lies along the path, so that documents that others hold stay as they are. */
function withField(doc: Doc, path: string[], value: unknown): Doc {
	const copy = { ...doc };
	const first = path[0]!;
	if (path.length > 1 && isDoc(copy[first])) copy[first] = structuredCopy(copy[first]);
	editAt(copy, path, () => value);
	return copy;
}

function structuredCopy(value: Doc): Doc {
	return Object.fromEntries(
		Object.entries(value).map(([name, field]) => [
			name,
			isDoc(field) ? structuredCopy(field) : field
		])
	);
}

interface Join {
	localField: string | undefined;
	foreignField: string | undefined;
	pipeline: Doc[] | undefined;
	variables: Doc;
}

const CACHE_SIZE = 10_000;

/** Gives what finds the foreign documents; equal keys are looked up once. */
function finder(stage: StageContext, from: string, join: Join): (doc: Doc) => Doc[] {
	const cache = new Map<string, Doc[]>();
	const isCacheable = join.pipeline === undefined || Object.keys(join.variables).length === 0;
	const variables = Object.entries(join.variables).map(
		([name, expression]) => [name, compileExpression(expression, stage.strings)] as const
	);
	return doc => {
		const filter =
			join.localField === undefined
				? {}
				: equalityFilter(doc, join.localField, join.foreignField!);
		const key = isCacheable ? nameOf(filter) : "";
		const known = isCacheable ? cache.get(key) : undefined;
		if (known) return known;
		const values = Object.fromEntries(
			variables.map(([name, compute]) => [
				name,
				compute({ root: doc, variables: stage.variables }) ?? null
			])
		);
		const found = find(stage, from, filter, join.pipeline, values);
		if (isCacheable && cache.size < CACHE_SIZE) cache.set(key, found);
		return found;
	};
}

function find(
	stage: StageContext,
	from: string,
	filter: Doc,
	pipeline: Doc[] | undefined,
	values: Doc
): Doc[] {
	if (!pipeline) return [...foreignDocs(stage, from, filter)];
	const inner: StageContext = {
		...stage,
		source: {},
		collection: from,
		variables: { ...stage.variables, ...values }
	};
	const isFiltered = Object.keys(filter).length > 0;
	return [...stage.runPipeline(isFiltered ? [{ $match: filter }, ...pipeline] : pipeline, inner)];
}

/** Reads the documents of another collection that fulfil a filter, by its indexes. */
function* foreignDocs(stage: StageContext, from: string, filter: Doc): Iterable<Doc> {
	const { host, db, work } = stage;
	const collection = host.connection.catalog.find(db, from);
	if (isView(collection)) {
		yield* stage.runPipeline([{ $match: filter }], { ...stage, source: {}, collection: from });
		return;
	}
	const { root } = new Query({ filter }).plan(host.connection, collection, work);
	for (let found = root.next(); found; found = root.next()) {
		yield found.doc ?? decode(found.raw ?? readRaw(host.connection, collection!, found.rid)!);
	}
}

function equalityFilter(doc: Doc, localField: string, foreignField: string): Doc {
	const values = localValues(doc, localField.split("."), 0);
	const wanted = values.length === 0 ? [null] : values;
	return wanted.length === 1
		? { [foreignField]: { $eq: wanted[0] } }
		: { [foreignField]: { $in: wanted } };
}

function localValues(value: unknown, parts: string[], at: number): unknown[] {
	if (Array.isArray(value)) {
		const part = parts[at];
		if (part === undefined) return value;
		if (isIndex(part)) return localValues(value[Number(part)], parts, at + 1);
		return value.flatMap(entry => localValues(entry, parts, at));
	}
	if (at === parts.length) return value === undefined ? [] : [value];
	return isDoc(value) ? localValues(value[parts[at]!], parts, at + 1) : [];
}

/** `$graphLookup`: follows references from document to document. */
export function graphLookup(spec: unknown, stage: StageContext): StageFunction {
	const {
		from,
		startWith,
		connectFromField,
		connectToField,
		as,
		maxDepth,
		depthField,
		restrictSearchWithMatch
	} = named(
		spec,
		"$graphLookup",
		["from", "startWith", "connectFromField", "connectToField", "as"],
		["maxDepth", "depthField", "restrictSearchWithMatch"]
	);
	const start = stage.context.compile(startWith);
	const most = isNumber(maxDepth) ? toNumber(maxDepth) : Number.POSITIVE_INFINITY;
	const restriction = isDoc(restrictSearchWithMatch)
		? parseFilter(restrictSearchWithMatch)
		: undefined;
	const fromParts = String(connectFromField).split(".");
	const path = String(as).split(".");
	const follow = (first: unknown[]): Doc[] => {
		const found = new Map<string, Doc>();
		let frontier = first;
		for (let depth = 0; depth <= most && frontier.length > 0; depth++) {
			const fresh: Doc[] = [];
			for (const doc of foreignDocs(stage, String(from), {
				[String(connectToField)]: { $in: frontier }
			})) {
				const name = nameOf(doc._id);
				if (found.has(name) || (restriction && !matches(restriction, doc))) continue;
				if (depthField !== undefined) setField(doc, String(depthField), depth);
				found.set(name, doc);
				fresh.push(doc);
			}
			frontier = fresh.flatMap(doc => localValues(doc, fromParts, 0));
		}
		return [...found.values()];
	};
	return function* (input) {
		for (const doc of input) {
			const value = start({ root: doc, variables: stage.variables });
			const first = Array.isArray(value) ? value : value === undefined ? [] : [value];
			yield withField(doc, path, follow(first));
		}
	};
}

/** `$unionWith`: the documents of another collection after these. */
export function unionWith(spec: unknown, stage: StageContext): StageFunction {
	const { coll, pipeline } =
		typeof spec === "string"
			? { coll: spec, pipeline: [] }
			: named(spec, "$unionWith", [], ["coll", "pipeline"]);
	const stages = (pipeline as Doc[] | undefined) ?? [];
	return function* (input) {
		yield* input;
		yield* stage.runPipeline(stages, { ...stage, source: {}, collection: String(coll ?? "") });
	};
}

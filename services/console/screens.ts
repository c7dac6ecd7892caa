/** From a running collection to its screens: fields, columns, inputs, and what one caller may do. */
import type { Ability, ConsoleHints, JsonSchema } from "../../mixins/index.ts";
import { topLevel } from "../../mixins/collection/fields.ts";
import { SYSTEM_FIELDS } from "../../mixins/model.ts";
import { OPERATIONS, bodyOf, type Operation, type RunningCollection } from "./collections.ts";

/** As many columns as a list shows where nobody has chosen them. */
const DEFAULT_COLUMNS = 6;

/** Fields whose name tells what a document is called, the best first. */
const TITLE_FIELDS = ["title", "name", "label", "subject", "email", "username"];

export interface Screen {
	/** The collection's name, and the screen's. */
	name: string;
	/** Where it is below the API's base, e.g. `/projects`. */
	path: string;
	subject: string;
	service: string;
	isPlugin: boolean;
	label: string;
	singular: string;
	icon: string;
	title: string;
	list: string[];
	form: string[];
	filters: string[];
	labels: Record<string, string>;
	/** A document as it is read. */
	schema: JsonSchema;
	/** The bodies that create and change one; null where that is not offered. */
	create: JsonSchema | null;
	update: JsonSchema | null;
	/** Every field that may be filtered and sorted by. */
	fields: { path: string; kind: string; array: boolean }[];
	/** True when the list takes words to look for. */
	searchable: boolean;
	operations: Operation[];
	verbs: { name: string; path: string; summary: string }[];
}

/** The screens of a collection for a caller; null when the caller may not read any of it. */
export function screenOf(
	collection: RunningCollection,
	ability: Ability,
	apiBase: string
): Screen | null {
	const { name, subject, service, isPlugin, schema, fields, routes, verbs } = collection;
	const operations = OPERATIONS.filter(operation => mayDo(collection, operation, ability));
	if (!operations.includes("list")) return null;
	const query = routes.list!.declaration.input?.query?.properties ?? {};
	const mayRead = (field: string) => ability.can("read", subject, topLevel(field));
	const layout = layoutOf(collection);
	return {
		name,
		path: routes.list!.path.slice(apiBase.length),
		subject,
		service,
		isPlugin,
		...layout,
		list: layout.list.filter(mayRead),
		filters: layout.filters.filter(mayRead),
		schema: only(schema, mayRead)!,
		create: operations.includes("create") ? writable(collection, "create", ability) : null,
		update: operations.includes("update") ? writable(collection, "update", ability) : null,
		fields: fields
			.filter(({ kind, path }) => kind !== "object" && mayRead(path))
			.map(({ path, kind, array }) => ({ path, kind, array })),
		searchable: "q" in query,
		operations,
		verbs: verbs
			.filter(({ declaration: { can } }) => isAllowed(ability, can, subject))
			.map(({ action, path, declaration }) => ({
				name: action.slice(action.lastIndexOf(".") + 1),
				path: path.slice(apiBase.length),
				summary: declaration.summary ?? ""
			}))
	};
}

/** The body of an operation, with the fields that the caller may set. */
function writable(collection: RunningCollection, operation: "create" | "update", ability: Ability) {
	const { subject } = collection;
	return only(bodyOf(collection, operation), field => ability.can(operation, subject, field));
}

/** A schema with some of its fields. */
function only(schema: JsonSchema | null, isWanted: (field: string) => boolean) {
	if (!schema?.properties) return schema;
	const properties = Object.entries(schema.properties).filter(([field]) => isWanted(field));
	return { ...schema, properties: Object.fromEntries(properties) };
}

function mayDo({ routes, subject }: RunningCollection, operation: Operation, ability: Ability) {
	const route = routes[operation];
	return route !== undefined && isAllowed(ability, route.declaration.can, subject);
}

function isAllowed(ability: Ability, can: unknown, subject: string): boolean {
	if (can === "public" || can === "authenticated") return true;
	const right = typeof can === "string" ? { action: can, subject } : can;
	const { action, subject: about } = right as { action: string; subject: string };
	return ability.can(action, about);
}

type Layout = Omit<ConsoleHints, "collection" | "filters" | "labels"> &
	Required<Pick<ConsoleHints, "filters" | "labels">>;

/** What the hints say, and for the rest what the model lets guess. */
function layoutOf(collection: RunningCollection): Layout {
	const { name, subject, hints } = collection;
	const guessed = {
		label: wordsOf(name),
		singular: wordsOf(subject),
		icon: collection.isPlugin ? "extension" : "settings",
		title: TITLE_FIELDS.find(field => field in propertiesOf(collection)) ?? "id",
		list: columnsOf(collection),
		form: Object.keys(bodyOf(collection, "create")?.properties ?? propertiesOf(collection)),
		filters: filtersOf(collection),
		labels: {}
	};
	const { collection: _name, ...given } = hints ?? {};
	return { ...guessed, ...given };
}

function columnsOf(collection: RunningCollection) {
	const scalar = Object.entries(propertiesOf(collection))
		.filter(([field, schema]) => !isSystem(field) && !isNested(schema))
		.map(([field]) => field);
	return [...scalar.slice(0, DEFAULT_COLUMNS - 1), "updatedAt"];
}

function filtersOf({ fields }: RunningCollection) {
	return fields.filter(({ kind }) => kind !== "object").map(({ path }) => path);
}

function propertiesOf({ schema }: RunningCollection) {
	return schema.properties ?? {};
}

function isSystem(field: string) {
	return (SYSTEM_FIELDS as readonly string[]).includes(field);
}

function isNested({ type, maxLength = 0 }: JsonSchema) {
	return (
		[type].flat().some(one => one === "object") ||
		type === undefined ||
		(maxLength as number) > 1000
	);
}

/** `deadLetters` → `Dead letters`. */
function wordsOf(name: string) {
	const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

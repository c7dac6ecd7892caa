/** From a stored document to the one that a caller gets: its `id`, and of the fields those that it may read. */
import type { Ctx } from "../context.ts";
import { abilityOf, isAllowed, type Ability } from "../ability.ts";
import { topLevel } from "./fields.ts";
import { readableFields } from "./access.ts";
import type { StoredDocument, Target } from "./target.ts";

/** Makes the function that represents a collection's documents for one request. */
export function presenter(target: Target, ctx: Ctx<unknown>, fields: string[] | null = null) {
	const ability = abilityOf(ctx);
	const asked = fields && new Set(fields.map(topLevel));
	return (document: StoredDocument): Record<string, unknown> => {
		const answer = represent(target, ability, document);
		return asked ? pick(answer, asked, fields) : answer;
	};
}

/** What a write answers: the document, or no more than that it was written to a caller who may not read it. */
export function presentWritten(target: Target, ctx: Ctx<unknown>, document: StoredDocument) {
	const ability = abilityOf(ctx);
	if (isAllowed(ability, "read", target.subject, document))
		return represent(target, ability, document);
	const { _id: id, rev, createdAt, updatedAt } = document;
	return { id, rev, createdAt, updatedAt };
}

/** What must be known of a collection to show its documents. */
export type Readable = Pick<Target, "subject" | "fields" | "hiddenPaths">;

/** The fields of a document that may leave the server at all and that the ability lets through. */
export function represent(
	target: Target,
	ability: Ability,
	document: StoredDocument
): Record<string, unknown> {
	return representReadable(target, document, readableFields(ability, target, document));
}

/** The fields of a document that may leave the server at all and that `mayRead` lets through. */
export function representReadable(
	{ fields, hiddenPaths }: Readable,
	document: StoredDocument,
	mayRead: ((field: string) => boolean) | null
): Record<string, unknown> {
	const answer: Record<string, unknown> = { id: document._id };
	for (const [key, value] of Object.entries(document)) {
		if (key === "_id" || !fields.has(key)) continue;
		if (mayRead && !mayRead(key)) continue;
		answer[key] = value;
	}
	return hiddenPaths.reduce(withoutPath, answer);
}

function withoutPath(document: Record<string, unknown>, path: string): Record<string, unknown> {
	const [key, ...rest] = path.split(".") as [string, ...string[]];
	if (!(key in document)) return document;
	const { [key]: value, ...others } = document;
	return rest.length === 0
		? others
		: { ...document, [key]: withoutNested(value, rest.join(".")) };
}

function withoutNested(value: unknown, path: string): unknown {
	if (Array.isArray(value)) return value.map(entry => withoutNested(entry, path));
	if (value === null || typeof value !== "object") return value;
	return withoutPath(value as Record<string, unknown>, path);
}

function pick(document: Record<string, unknown>, asked: Set<string>, paths: string[]) {
	const answer: Record<string, unknown> = { id: document.id };
	for (const key of asked) {
		if (!(key in document)) continue;
		const nested = paths
			.filter(path => path.startsWith(`${key}.`))
			.map(path => path.slice(key.length + 1));
		answer[key] =
			nested.length === 0 || paths.includes(key)
				? document[key]
				: pickNested(document[key], nested);
	}
	return answer;
}

function pickNested(value: unknown, paths: string[]): unknown {
	if (Array.isArray(value)) return value.map(entry => pickNested(entry, paths));
	if (value === null || typeof value !== "object") return value;
	const keys = [...new Set(paths.map(topLevel))].filter(key => key in value);
	return Object.fromEntries(
		keys.map(key => {
			const nested = paths
				.filter(path => path.startsWith(`${key}.`))
				.map(path => path.slice(key.length + 1));
			const entry = (value as Record<string, unknown>)[key];
			return [key, nested.length === 0 ? entry : pickNested(entry, nested)];
		})
	);
}

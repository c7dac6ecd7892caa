/** Gathers what shall be exported: items as the caller may read their working copies, courses, and their files. */
import { visibleTo, type Ctx, type Query, type ServiceMembers } from "lyceum";
import { Collection } from "../collections/collection.model.ts";
import { collectionsWithin, idsIn, type StoredCollection } from "../collections/outline.ts";
import { errors } from "../errors.ts";
import { MAX_ENTRY_BYTES } from "../exchange/limits.ts";
import type { Filed, FiledAsset, FiledContent } from "../exchange/parsed.ts";
import { fingerprintOf, pathsFor } from "../exchange/write/paths.ts";
import { readFileBytes } from "../imports/files.ts";
import { ContentItem } from "../item.model.ts";
import type { Content } from "../item.ts";
import { contentOf, type StoredItem } from "../workflow.ts";

/** An archive of so many is made in a second or two. */
export const MAX_EXPORTED = 10_000;

/** More are better asked for as a course, or as everything. */
const MAX_IDS = 200;

export interface Wanted {
	/** A course with all that is in it. */
	collectionId?: string;
	/** Single items; everything that the caller may read without it. */
	ids?: string[];
}

interface Part {
	id: string;
	content: Content;
	fingerprint: string;
}

type Models = Pick<ServiceMembers, "model">;

export async function gather(service: Models, ctx: Ctx<unknown>, wanted: Wanted): Promise<Filed> {
	const collections = await readCollections(service, ctx, wanted);
	const items = await readItems(service, ctx, wanted, collections);
	const parts = items.map(toPart).sort(byTitle);
	const itemPaths = pathsFor(
		parts.map(({ content: { kind, title }, fingerprint }) => ({
			folder: kind,
			title,
			fingerprint,
			extension: "md"
		}))
	);
	const collectionPaths = pathsFor(
		collections.map(({ kind, title, summary }) => ({
			folder: "collections",
			title,
			fingerprint: fingerprintOf([kind, title, summary]),
			extension: "yaml"
		}))
	);
	const paths = new Map([
		...parts.map(({ id }, index) => [id, itemPaths[index]!] as const),
		...collections.map(({ _id }, index) => [_id, collectionPaths[index]!] as const)
	]);
	const assets = await readAssets(ctx, parts);
	return {
		items: parts.map(({ id, content }) => ({
			path: paths.get(id)!,
			content: toFiled(content, paths, assets)
		})),
		collections: collections.map(({ _id, kind, title, summary, entries }) => ({
			path: paths.get(_id)!,
			kind,
			title,
			...(summary && { summary }),
			entries: entries.flatMap(({ id }) => paths.get(id) ?? [])
		})),
		assets: [...new Map([...assets.values()].map(asset => [asset.path, asset])).values()],
		warnings: []
	};
}

async function readCollections(service: Models, ctx: Ctx<unknown>, { collectionId, ids }: Wanted) {
	if (ids) return [];
	const visible = visibleTo(ctx, "read", "ContentCollection");
	const found = await service
		.model(Collection)
		.find({ $and: [collectionId ? { _id: collectionId } : {}, visible] })
		.lean<StoredCollection[]>();
	const [root] = found;
	const all =
		collectionId && root
			? [...(await collectionsWithin(service, root, visible)).values()]
			: found;
	return all.sort((one, other) => order(one.title, other.title) || order(one._id, other._id));
}

async function readItems(
	service: Models,
	ctx: Ctx<unknown>,
	{ collectionId, ids }: Wanted,
	collections: StoredCollection[]
): Promise<StoredItem[]> {
	const visible = visibleTo(ctx, "read", "ContentItem");
	if (ids && ids.length > MAX_IDS) throw errors.TOO_MANY({ found: ids.length, most: MAX_IDS });
	const chosen = ids ?? (collectionId ? idsIn(collections, "item") : null);
	const find = (query: Query) =>
		service
			.model(ContentItem)
			.find({ $and: [query, visible] })
			.sort({ _id: 1 })
			.limit(MAX_EXPORTED + 1)
			.lean<StoredItem[]>();
	const found = await find(chosen ? { _id: { $in: chosen } } : {});
	// A quiz is nothing without its questions.
	const known = new Set(found.map(({ _id }) => _id));
	const more = found.flatMap(({ questions = [] }) => questions.map(({ itemId }) => itemId));
	const missing = [...new Set(more)].filter(itemId => !known.has(itemId));
	const all = missing.length > 0 ? [...found, ...(await find({ _id: { $in: missing } }))] : found;
	if (all.length > MAX_EXPORTED) throw errors.TOO_MANY({ found: all.length, most: MAX_EXPORTED });
	return all;
}

function toPart(item: StoredItem): Part {
	const content = contentOf(item);
	const { attachments, questions: _questions, ...rest } = content;
	const names = attachments?.map(({ fileId: _fileId, ...attachment }) => attachment);
	return { id: item._id, content, fingerprint: fingerprintOf({ ...rest, names }) };
}

/** The same order in every kernel: ids tell apart only what is alike in everything else. */
function byTitle(one: Part, other: Part) {
	return (
		order(one.content.title, other.content.title) ||
		order(one.fingerprint, other.fingerprint) ||
		order(one.id, other.id)
	);
}

function order(one: string, other: string) {
	return one < other ? -1 : one > other ? 1 : 0;
}

/** The files by their ids; those with the same bytes and name lie in the package once. */
async function readAssets(ctx: Ctx<unknown>, parts: Part[]): Promise<Map<string, FiledAsset>> {
	const assets = new Map<string, FiledAsset>();
	for (const { name, mediaType, fileId } of parts.flatMap(
		({ content }) => content.attachments ?? []
	)) {
		if (assets.has(fileId)) continue;
		const bytes = await readFileBytes(ctx, fileId, MAX_ENTRY_BYTES);
		const path = `assets/${fingerprintOf(bytes.toString("base64")).slice(0, 12)}/${name}`;
		assets.set(fileId, { path, mediaType, bytes });
	}
	return assets;
}

function toFiled(
	{ attachments, questions, ...content }: Content,
	paths: Map<string, string>,
	assets: Map<string, FiledAsset>
): FiledContent {
	return {
		...content,
		...(attachments && {
			attachments: attachments.map(({ fileId, ...rest }) => ({
				...rest,
				path: assets.get(fileId)!.path
			}))
		}),
		...(questions && {
			questions: questions.flatMap(({ itemId, ...rest }) => {
				const item = paths.get(itemId);
				return item ? [{ item, ...rest }] : [];
			})
		})
	};
}

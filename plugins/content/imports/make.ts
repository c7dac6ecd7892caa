/**
 * Makes what a file holds. The ids were given out before, so that a second attempt makes nothing twice; when it
 * cannot be made whole, what was made is taken back.
 */
import type { Caller, Ctx, JobCtx, LyceumBroker } from "lyceum";
import type { Filed } from "../exchange/parsed.ts";
import { storeFile } from "./files.ts";
import type { ContentImport } from "./import.model.ts";
import { toFields } from "./look.ts";

/** How many are written in one transaction, which may take a second or two. */
const AT_ONCE = 100;

/** What of an import says what it makes, and for whom. */
type Making = Pick<ContentImport, "ownerId" | "roles" | "preview">;

const ACTIONS = { item: "content.put", collection: "contentCollections.put" } as const;

interface Write {
	type: keyof typeof ACTIONS;
	id: string;
	fields: object;
}

export async function makeAll(ctx: JobCtx<object>, made: Making, filed: Filed): Promise<void> {
	const { ownerId, preview } = made;
	const caller = callerOf(made);
	const ids = new Map(preview.map(({ path, id }) => [path, id]));
	for (const asset of filed.assets) {
		const name = asset.path.split("/").at(-1)!;
		ids.set(asset.path, await storeFile(ctx, caller, { ...asset, name }));
	}
	const writes = writesOf(filed, ids, ownerId);
	try {
		for (let at = 0; at < writes.length; at += AT_ONCE) {
			await writeTogether(ctx, caller, writes.slice(at, at + AT_ONCE));
			// Also behind the last of them: what was cancelled is not there, however late that came.
			ctx.signal.throwIfAborted();
			ctx.progress(Math.min(1, (at + AT_ONCE) / writes.length));
		}
	} catch (error) {
		if (!goesOnElsewhere(ctx)) await takeBack(ctx, made);
		throw error;
	}
}

/** Why the work was broken off; undefined when it was not. */
function interruptionOf({ signal }: JobCtx<object>): unknown {
	return (signal.reason as { cause?: unknown } | undefined)?.cause;
}

/** Tells whether whoever asked for the work does not want it any more. */
export function isCancelled(ctx: JobCtx<object>): boolean {
	return interruptionOf(ctx) === "cancelled";
}

/** What another attempt takes up is its own: it makes the same, under the same ids. */
function goesOnElsewhere(ctx: JobCtx<object>): boolean {
	const why = interruptionOf(ctx);
	return why === "handed over" || why === "lost";
}

function writesOf({ items, collections }: Filed, ids: Map<string, string>, ownerId: string | null) {
	const idOf = (path: string) => ids.get(path)!;
	const itemPaths = new Set(items.map(({ path }) => path));
	const owner = ownerId === null ? {} : { ownerId };
	const made: Write[] = items.map(({ path, content }) => ({
		type: "item",
		id: idOf(path),
		fields: { ...toFields(content, idOf), ...owner }
	}));
	const courses: Write[] = collections.map(({ path, entries, ...collection }) => ({
		type: "collection",
		id: idOf(path),
		fields: {
			...collection,
			...owner,
			entries: entries.map(entry => ({
				type: itemPaths.has(entry) ? "item" : "collection",
				id: idOf(entry)
			}))
		}
	}));
	return [...made, ...courses];
}

function writeTogether(ctx: Ctx<unknown>, caller: Caller, writes: Write[]) {
	const { kernel } = ctx.broker as LyceumBroker;
	return kernel.transaction(async () => {
		for (const { type, id, fields } of writes)
			await ctx.call(ACTIONS[type], { id, fields }, { meta: { caller } });
	});
}

/** Takes back what an import has made, as far as it has: courses before what is in them, one by one, to hold up nobody. */
export async function takeBack(ctx: Ctx<unknown>, made: Making): Promise<void> {
	const caller = callerOf(made);
	for (const type of ["collection", "item"] as const)
		for (const { id } of made.preview.filter(each => each.type === type).toReversed())
			await ctx.call(ACTIONS[type], { id, fields: null }, { meta: { caller } });
}

function callerOf({ ownerId, roles }: Making): Caller {
	return { id: ownerId, kind: "user", roles };
}

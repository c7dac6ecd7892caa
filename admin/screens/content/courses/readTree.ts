/** Reads a course with all that is in it, as far as the reader may see it. */
import { request } from "../../../api/http.ts";
import { readAll } from "../../../providers/dataProvider.ts";
import type { Branch, Leaf, Tree } from "./tree.ts";

interface OutlineEntry extends Leaf {
	type: "item" | "collection";
	entries?: OutlineEntry[];
}

export async function readTree(rootId: string, signal?: AbortSignal): Promise<Tree> {
	const path = `/content/collections/${encodeURIComponent(rootId)}`;
	const [root, outline] = await Promise.all([
		request<Branch>(path, { signal }),
		request<{ entries: OutlineEntry[] }>(`${path}/outline`, { signal })
	]);
	const branches = new Map([[rootId, root.body]]);
	for (let wanted = unknownIn(branches); wanted.length > 0;) {
		const found = await readAll<Branch>("contentCollections", "id", wanted);
		for (const branch of found) branches.set(branch.id, branch);
		const asked = new Set(wanted);
		wanted = unknownIn(branches).filter(id => !asked.has(id));
	}
	const leaves = new Map(leavesOf(outline.body.entries).map(leaf => [leaf.id, leaf]));
	return { rootId, branches, leaves };
}

function unknownIn(branches: ReadonlyMap<string, Branch>): string[] {
	const ids = [...branches.values()].flatMap(({ entries }) =>
		entries.filter(({ type }) => type === "collection").map(({ id }) => id)
	);
	return [...new Set(ids)].filter(id => !branches.has(id));
}

function leavesOf(entries: readonly OutlineEntry[]): Leaf[] {
	return entries.flatMap(({ type, entries: inner = [], ...leaf }) =>
		type === "item" ? [leaf] : leavesOf(inner)
	);
}

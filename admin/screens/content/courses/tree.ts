/** The tree of a course: courses hold modules and items, modules too; what is moved changes the lists of one or two. */

export interface Entry {
	type: "item" | "collection";
	id: string;
}

export interface Branch {
	id: string;
	rev: number;
	kind: string;
	title: string;
	summary?: string | null;
	published: boolean;
	shared: boolean;
	ownerId?: string;
	entries: Entry[];
}

/** What is known of an item in a course. */
export interface Leaf {
	id: string;
	title: string;
	kind: string;
	status?: string;
}

export interface Tree {
	rootId: string;
	branches: ReadonlyMap<string, Branch>;
	leaves: ReadonlyMap<string, Leaf>;
}

/** An entry at its place; the same module may be in several places. */
export interface Row {
	key: string;
	entry: Entry;
	/** The collections that it is in, from the course down. */
	path: string[];
	/** Its place in the innermost of them, from 0, and how many are there. */
	at: number;
	size: number;
	title: string;
	kind: string;
	status?: string;
	/** Of a module: what is in it. */
	rows?: Row[];
	/** Nobody told what it is: it is gone, or not for the reader. */
	isUnknown: boolean;
}

/** Lists to be stored, by collection; the ones that get something come before those that give it. */
export type Changes = Map<string, Entry[]>;

/** Deeper than this the server shows nothing. */
const MAX_DEPTH = 5;

export function rowsOf(tree: Tree, path: string[] = [tree.rootId]): Row[] {
	const branch = tree.branches.get(path.at(-1)!);
	if (!branch || path.length > MAX_DEPTH) return [];
	const seen = new Map<string, number>();
	return branch.entries.map((entry, at) => {
		const nth = seen.get(entry.id) ?? 0;
		seen.set(entry.id, nth + 1);
		const inner = entry.type === "collection" ? tree.branches.get(entry.id) : undefined;
		const known = inner ?? tree.leaves.get(entry.id);
		return {
			key: `${path.join("/")}/${entry.id}${nth > 0 ? `#${nth}` : ""}`,
			entry,
			path,
			at,
			size: branch.entries.length,
			title: known?.title ?? entry.id,
			kind: known?.kind ?? (entry.type === "item" ? "article" : "module"),
			status: inner ? undefined : tree.leaves.get(entry.id)?.status,
			isUnknown: known === undefined,
			// What is in itself is shown once.
			...(inner && !path.includes(entry.id) && { rows: rowsOf(tree, [...path, entry.id]) })
		};
	});
}

/** Every row with those in it, in the order of the page; closed ones hide theirs. */
export function flatRows(rows: readonly Row[], isClosed: (key: string) => boolean): Row[] {
	return rows.flatMap(row => [
		row,
		...(row.rows && !isClosed(row.key) ? flatRows(row.rows, isClosed) : [])
	]);
}

/** Where something can be put: into a collection, before the entry that is at this place now. */
export interface Target {
	path: string[];
	at: number;
}

/** One place up; from the first place of a module out of it, before it. */
export function above(tree: Tree, row: Row): Target | null {
	if (row.at > 0) return { path: row.path, at: row.at - 1 };
	const parent = parentOf(tree, row);
	return parent && { path: parent.path, at: parent.at };
}

/** One place down; from the last place of a module out of it, after it. */
export function below(tree: Tree, row: Row): Target | null {
	if (row.at < row.size - 1) return { path: row.path, at: row.at + 2 };
	return outside(tree, row);
}

/** Out of its module, after it. */
export function outside(tree: Tree, row: Row): Target | null {
	const parent = parentOf(tree, row);
	return parent && { path: parent.path, at: parent.at + 1 };
}

/** Into the module before it, at its end. */
export function inside(tree: Tree, row: Row): (Target & { title: string }) | null {
	const before = tree.branches.get(row.path.at(-1)!)?.entries[row.at - 1];
	if (before?.type !== "collection") return null;
	const branch = tree.branches.get(before.id);
	if (!branch || before.id === row.entry.id) return null;
	return { path: [...row.path, before.id], at: branch.entries.length, title: branch.title };
}

function parentOf(tree: Tree, { path }: Row): { path: string[]; at: number } | null {
	const outer = path.slice(0, -1);
	const entries = tree.branches.get(outer.at(-1) ?? "")?.entries;
	if (!entries) return null;
	return { path: outer, at: entries.findIndex(({ id }) => id === path.at(-1)) };
}

/** Takes a row to another place; null when it cannot go there, or is there already. */
export function move(tree: Tree, row: Row, { path, at }: Target): Changes | null {
	// A module in itself would have no end.
	if (path.includes(row.entry.id)) return null;
	const from = row.path.at(-1)!;
	const to = path.at(-1)!;
	const source = tree.branches.get(from)!.entries;
	if (from === to) {
		const place = at > row.at ? at - 1 : at;
		if (place === row.at) return null;
		return new Map([[from, source.toSpliced(row.at, 1).toSpliced(place, 0, row.entry)]]);
	}
	const target = tree.branches.get(to)!.entries;
	return new Map([
		[to, target.toSpliced(at, 0, row.entry)],
		[from, source.toSpliced(row.at, 1)]
	]);
}

/** Puts something in that was not there. */
export function put(tree: Tree, entry: Entry, { path, at }: Target): Changes | null {
	if (path.includes(entry.id)) return null;
	const to = path.at(-1)!;
	return new Map([[to, tree.branches.get(to)!.entries.toSpliced(at, 0, entry)]]);
}

/** Takes a row out; what it stands for stays in the library. */
export function takeOut(tree: Tree, row: Row): Changes {
	const from = row.path.at(-1)!;
	return new Map([[from, tree.branches.get(from)!.entries.toSpliced(row.at, 1)]]);
}

/** The tree with other lists. */
export function changed(tree: Tree, changes: Changes): Tree {
	const branches = new Map(tree.branches);
	for (const [id, entries] of changes) {
		const branch = branches.get(id);
		if (branch) branches.set(id, { ...branch, entries });
	}
	return { ...tree, branches };
}

/** The tree with one more thing known of it. */
export function withLeaf(tree: Tree, leaf: Leaf): Tree {
	return { ...tree, leaves: new Map(tree.leaves).set(leaf.id, leaf) };
}

export function withBranch(tree: Tree, branch: Branch): Tree {
	return { ...tree, branches: new Map(tree.branches).set(branch.id, branch) };
}

/** Everything that is anywhere in the course. */
export function idsIn({ branches }: Tree): Set<string> {
	return new Set([...branches.values()].flatMap(({ entries }) => entries.map(({ id }) => id)));
}

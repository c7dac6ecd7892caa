/**
 * A set of users of whom only some are known by id: these, or everybody but these. The id null
 * stands for guests. It is closed under what rules are made of
 * (and, or, not), so that a rule is worked out once for all callers.
 */
export interface UserSet {
	ids: ReadonlySet<string | null>;
	/** True when the ids are those that are not in the set. */
	excludes: boolean;
}

const NO_IDS: ReadonlySet<string | null> = new Set();

export const EVERYBODY: UserSet = Object.freeze({ ids: NO_IDS, excludes: true });
export const NOBODY: UserSet = Object.freeze({ ids: NO_IDS, excludes: false });

export function usersOf(ids: Iterable<string | null>): UserSet {
	return { ids: new Set(ids), excludes: false };
}

export function has({ ids, excludes }: UserSet, id: string | null): boolean {
	return ids.has(id) !== excludes;
}

export function isNobody({ ids, excludes }: UserSet): boolean {
	return !excludes && ids.size === 0;
}

export function isEverybody({ ids, excludes }: UserSet): boolean {
	return excludes && ids.size === 0;
}

export function complement({ ids, excludes }: UserSet): UserSet {
	return { ids, excludes: !excludes };
}

export function union(one: UserSet, other: UserSet): UserSet {
	return complement(intersection(complement(one), complement(other)));
}

export function intersection(one: UserSet, other: UserSet): UserSet {
	if (one.excludes && other.excludes)
		return { ids: new Set([...one.ids, ...other.ids]), excludes: true };
	const [named, test] = one.excludes ? [other, one] : [one, other];
	return usersOf([...named.ids].filter(id => has(test, id)));
}

export function without(one: UserSet, other: UserSet): UserSet {
	return intersection(one, complement(other));
}

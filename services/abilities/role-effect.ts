/** What other rules of a role would change for those who have it: what they gain, lose, or have otherwise. */
import {
	limitsFields,
	scopeOf,
	type Ability,
	type AbilityRule,
	type Query
} from "../../mixins/ability.ts";
import type { Rules, StoredRole } from "./rules.ts";
import type { KnownSubjects } from "./subjects.ts";

/** How far something is allowed: with all documents, with some, or not; null for all fields. */
export interface Extent {
	documents: "all" | "some" | "none";
	fields: string[] | null;
}

/** One change, for as many users; with the same extents, several verbs are one change. */
export interface RoleChange {
	subject: string;
	actions: string[];
	before: Extent;
	after: Extent;
	users: number;
}

/** Users who have the same roles, and so the same rules. */
export interface Holders {
	roles: string[];
	users: number;
}

interface Right {
	subject: string;
	action: string;
	fields: string[];
}

/** Compares what runs in force with what would be, for each set of roles that somebody has. */
export function roleChanges(
	rules: Rules,
	known: KnownSubjects,
	draft: StoredRole,
	holders: Holders[]
): RoleChange[] {
	const rights = rightsIn([...rules.storedOf(draft.name), ...draft.rules], known);
	const changes = holders.flatMap(({ roles, users }) => {
		const [now, then] = [rules.openAbilityOf(roles), rules.openAbilityWith(roles, draft)];
		return rights.flatMap(right => changeOf(now, then, right, users));
	});
	return joined(changes);
}

/** Every verb and subject that the rules speak of; only these can change. */
function rightsIn(rules: AbilityRule[], known: KnownSubjects): Right[] {
	const rights = new Map<string, Right>();
	for (const { action, subject } of rules) {
		for (const name of namesIn(subject, "all", known.keys())) {
			const { verbs = new Set<string>(), fields } = known.get(name) ?? {};
			for (const verb of namesIn(action, "manage", verbs))
				rights.set(`${name} ${verb}`, {
					subject: name,
					action: verb,
					fields: [...(fields ?? [])]
				});
		}
	}
	return [...rights.values()];
}

/** The names, or all of those that are known where they say so; what stands for all is none itself. */
function namesIn(names: string | string[], all: string, known: Iterable<string>): string[] {
	const list = [names].flat();
	return (list.includes(all) ? [...known] : list).filter(name => name !== all);
}

function changeOf(now: Ability, then: Ability, right: Right, users: number): RoleChange[] {
	const scopes = [now, then].map(ability => scopesOf(ability, right));
	if (JSON.stringify(scopes[0]) === JSON.stringify(scopes[1])) return [];
	const [before, after] = scopes.map(extentOf) as [Extent, Extent];
	return [{ subject: right.subject, actions: [right.action], before, after, users }];
}

/** Which documents are allowed, by field where the fields differ; `""` stands for all of them. */
function scopesOf(ability: Ability, { action, subject, fields }: Right) {
	if (!limitsFields(ability, action, subject))
		return { "": scopeOf(ability, action, subject) } as Record<string, Query | null>;
	return Object.fromEntries(
		fields.map(field => [field, scopeOf(ability, action, subject, field)])
	);
}

function extentOf(scopes: Record<string, Query | null>): Extent {
	const permitted = Object.entries(scopes).filter(([, scope]) => scope !== null);
	if (permitted.length === 0) return { documents: "none", fields: null };
	const isWhole = permitted.every(([, scope]) => Object.keys(scope!).length === 0);
	const isEvery = permitted.length === Object.keys(scopes).length;
	return {
		documents: isWhole ? "all" : "some",
		fields: isEvery ? null : permitted.map(([field]) => field)
	};
}

/** The same for several verbs, or for users with other roles, is one change. */
function joined(changes: RoleChange[]): RoleChange[] {
	const byVerb = merge(
		changes,
		({ actions, ...rest }) => JSON.stringify([actions, { ...rest, users: 0 }]),
		(one, other) => ({ ...one, users: one.users + other.users })
	);
	return merge(
		byVerb,
		({ actions: _actions, ...rest }) => JSON.stringify(rest),
		(one, other) => ({ ...one, actions: [...one.actions, ...other.actions] })
	);
}

function merge(
	changes: RoleChange[],
	keyOf: (change: RoleChange) => string,
	join: (one: RoleChange, other: RoleChange) => RoleChange
): RoleChange[] {
	const merged = new Map<string, RoleChange>();
	for (const change of changes) {
		const known = merged.get(keyOf(change));
		merged.set(keyOf(change), known ? join(known, change) : change);
	}
	return [...merged.values()];
}

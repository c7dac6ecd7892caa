/**
 * Abilities: CASL rules as data, by role; as a filter for queries and as permitted fields for answers.
 */
import { randomUUID } from "node:crypto";
import { createMongoAbility, type MongoAbility, type RawRuleOf } from "@casl/ability";
import { rulesToCondition } from "@casl/ability/extra";
import { conditionTest } from "./condition.ts";
import { accessErrors } from "./errors.ts";
import type { Caller, Ctx, LyceumBroker } from "./context.ts";

export type Ability = MongoAbility;

/** A MongoDB query. */
export type Query = Record<string, unknown>;

/**
 * One rule as it is declared and stored. A condition's value may name the caller:
 * `{ ownerId: "${user.id}" }`.
 */
export interface AbilityRule {
	action: string | string[];
	/** A model's name, e.g. `Project`, or `all`. */
	subject: string | string[];
	/** A MongoDB query, tested in the store and on single documents alike. */
	conditions?: Query;
	/** The fields that the rule is about; all of them when absent. */
	fields?: string[];
	/** True for a rule that takes away. */
	inverted?: boolean;
	reason?: string;
}

/** Rules by the name of the role that they are given to; `guest` stands for a caller without a token. */
export type AbilityRules = Record<string, AbilityRule[]>;

/** A query that no document matches. */
const NOTHING = { _id: { $in: [] } };

/**
 * Stands for the id of a guest: a plain value, so that it may stand wherever an id may, that no
 * document holds, because nobody can know it. It matches no owner that is null either.
 */
const NOBODY = randomUUID();

/** Declares the rules that a plugin adds to each role. */
export function defineAbilities(rules: AbilityRules): AbilityRules {
	return rules;
}

/** Builds a caller's ability from its rules, with `${user.id}` replaced by the caller's id. */
export function buildAbility(rules: AbilityRule[], caller: Caller): Ability {
	const own = rules.map(rule => ({
		...rule,
		...(rule.conditions && { conditions: fillIn(rule.conditions, caller) as Query })
	}));
	return buildOpenAbility(own);
}

/** Builds an ability whose conditions still name the caller; to ask for its rules, not for documents. */
export function buildOpenAbility(rules: AbilityRule[]): Ability {
	return createMongoAbility(rules as RawRuleOf<MongoAbility>[], {
		conditionsMatcher: conditions => conditionTest(conditions as Query),
		anyAction: "manage",
		anySubjectType: "all"
	});
}

/** The rules of a request's caller; the system's when the call has none. */
export function abilityOf(ctx: Ctx<unknown>): Ability {
	return (ctx.broker as LyceumBroker).kernel.abilityOf(ctx.meta.caller);
}

/** The part of a collection that a caller may act on, as a query to AND with its own. */
export function visibleTo(
	ctx: Ctx<unknown>,
	action: string,
	subject: string,
	field?: string
): Query {
	return scopeOf(abilityOf(ctx), action, subject, field) ?? NOTHING;
}

/** Like `visibleTo`, for an ability at hand; null when nothing at all is allowed. */
export function scopeOf(
	ability: Ability,
	action: string,
	subject: string,
	field?: string
): Query | null {
	return rulesToCondition<Ability, Query, Query>(
		ability.rulesFor(action, subject, field),
		rule => {
			const conditions = (rule.conditions ?? {}) as Query;
			return rule.inverted ? { $nor: [conditions] } : conditions;
		},
		{
			and: parts => (parts.length === 1 ? parts[0]! : { $and: parts }),
			or: parts => (parts.length === 1 ? parts[0]! : { $or: parts }),
			empty: () => ({})
		}
	);
}

/** Tells whether the rules allow the action on this very document, or on one field of it. */
export function isAllowed(
	ability: Ability,
	action: string,
	subject: string,
	document: object,
	field?: string
): boolean {
	for (const rule of ability.rulesFor(action, subject, field)) {
		if (rule.matchesConditions(document)) return !rule.inverted;
	}
	return false;
}

/** Tells whether some rule about the subject is limited to certain fields. */
export function limitsFields(ability: Ability, action: string, subject: string): boolean {
	// All rules, because `rulesFor` without a field leaves out those that take single fields away.
	return ability.possibleRulesFor(action, subject).some(rule => rule.fields !== undefined);
}

/** Throws a 401 for a guest and a 403 for anybody else who has no right to the action at all. */
export function requireAbility(ctx: Ctx<unknown>, action: string, subject: string): void {
	if (abilityOf(ctx).can(action, subject)) return;
	if (ctx.meta.caller?.kind === "guest") throw accessErrors.UNAUTHENTICATED({});
	throw accessErrors.FORBIDDEN({ action, subject });
}

function fillIn(value: unknown, caller: Caller): unknown {
	if (value === "${user.id}") return caller.id ?? NOBODY;
	if (Array.isArray(value)) return value.map(entry => fillIn(entry, caller));
	if (value === null || typeof value !== "object" || value instanceof Date) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [key, fillIn(entry, caller)])
	);
}

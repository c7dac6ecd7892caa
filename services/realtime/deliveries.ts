/** Who is told what of a change: worked out for each group of subscriptions, not for each subscriber. */
import { isAllowed, limitsFields, type Ability } from "../../mixins/ability.ts";
import { representReadable, type Readable } from "../../mixins/collection/represent.ts";
import { isRestricted } from "../../mixins/collection/access.ts";
import type { StoredDocument } from "../../mixins/collection/target.ts";
import type { Caller } from "../../mixins/index.ts";
import type { LoggedChange } from "../audit/change-log.ts";
import type { Group } from "./group.ts";
import { NeedsCaller } from "./matching-users.ts";
import { readersOf } from "./readers.ts";
import type { Subscription } from "./subscription.ts";
import {
	has,
	intersection,
	isEverybody,
	isNobody,
	NOBODY,
	usersOf,
	without,
	type UserSet
} from "./user-set.ts";

export interface ChangeFrame {
	subscription: string;
	type: "created" | "updated" | "removed";
	id: string;
	document?: Record<string, unknown>;
	position: number;
}

/** One frame and all who get it. */
export interface Delivery {
	frame: ChangeFrame;
	subscriptions: Subscription[];
}

export interface Abilities {
	/** The rules of these roles with the caller's id left open. */
	openAbilityOf(roles: string[]): Ability;
	abilityOf(caller: Caller): Ability;
}

/**
 * The deliveries to one group. The document is looked at as it was and as it is: for who could not see
 * it before it is created, for who cannot see it any more it is removed.
 */
export function deliveriesOf(
	change: LoggedChange,
	group: Group,
	readable: Readable,
	abilities: Abilities
): Delivery[] {
	const before = readersIn(group, change.before, readable, abilities);
	const after = readersIn(group, change.after, readable, abilities);
	if (isNobody(before) && isNobody(after)) return [];
	const frame = {
		subscription: group.topic.id,
		id: change.documentId,
		position: change.position
	};
	const shown = (type: "created" | "updated", users: UserSet) =>
		showDocument(group, users, change.after!, readable, abilities).map(
			({ document, subscriptions }) => ({
				frame: { ...frame, type, document },
				subscriptions
			})
		);
	const gone = [...group.within(without(before, after))].flatMap(([, own]) => own);
	return [
		...(change.after ? shown("created", without(after, before)) : []),
		...(change.after ? shown("updated", intersection(after, before)) : []),
		...(gone.length > 0
			? [{ frame: { ...frame, type: "removed" as const }, subscriptions: gone }]
			: [])
	];
}

/** Those for whom the document is one of the topic's: it passes the filter, and they may know that. */
function readersIn(
	group: Group,
	document: StoredDocument | null,
	readable: Readable,
	abilities: Abilities
): UserSet {
	if (document === null || !group.accepts(document)) return NOBODY;
	const fields = [undefined, ...group.topic.dependsOn.filter(isRestricted)];
	return fields
		.map(field => readersOfField(group, document, readable.subject, field, abilities))
		.reduce(intersection);
}

function readersOfField(
	group: Group,
	document: StoredDocument,
	subject: string,
	field: string | undefined,
	abilities: Abilities
): UserSet {
	try {
		return readersOf(abilities.openAbilityOf(group.roles), subject, document, field);
	} catch (error) {
		if (!(error instanceof NeedsCaller)) throw error;
		return usersOf(
			[...group.users].filter(id =>
				isAllowed(abilityOf(group, id, abilities), "read", subject, document, field)
			)
		);
	}
}

function abilityOf({ roles }: Group, id: string | null, abilities: Abilities) {
	return abilities.abilityOf({ id, kind: id === null ? "guest" : "user", roles });
}

/** Groups those who see the same fields, so that each form of the document is made once. */
function showDocument(
	group: Group,
	users: UserSet,
	document: StoredDocument,
	readable: Readable,
	abilities: Abilities
) {
	const limits = fieldLimits(group, document, readable, abilities);
	const forms = new Map<string, { hidden: Set<string>; subscriptions: Subscription[] }>();
	for (const [id, own] of group.within(users)) {
		const hidden = limits.filter(({ readers }) => !has(readers, id)).map(({ field }) => field);
		const key = hidden.join(" ");
		const form = forms.get(key) ?? { hidden: new Set(hidden), subscriptions: [] };
		form.subscriptions.push(...own);
		forms.set(key, form);
	}
	return [...forms.values()].map(({ hidden, subscriptions }) => ({
		document: representReadable(readable, document, field => !hidden.has(field)),
		subscriptions
	}));
}

/** The fields of the document that not everybody may read. */
function fieldLimits(
	group: Group,
	document: StoredDocument,
	readable: Readable,
	abilities: Abilities
) {
	const { subject, fields } = readable;
	if (!limitsFields(abilities.openAbilityOf(group.roles), "read", subject)) return [];
	return Object.keys(document)
		.filter(field => fields.has(field) && isRestricted(field))
		.map(field => ({
			field,
			readers: readersOfField(group, document, subject, field, abilities)
		}))
		.filter(({ readers }) => !isEverybody(readers));
}

/** Who may read a document, or one field of it, among all callers with the same roles. */
import type { Ability } from "../../mixins/ability.ts";
import { matchingUsers } from "./matching-users.ts";
import {
	EVERYBODY,
	intersection,
	isNobody,
	NOBODY,
	union,
	without,
	type UserSet
} from "./user-set.ts";

/**
 * The users for whom the rules allow reading; of rules that disagree the later one counts, as CASL
 * has it. `ability` holds the roles' rules with the caller's id left open. Throws `NeedsCaller`.
 */
export function readersOf(
	ability: Ability,
	subject: string,
	document: object,
	field?: string
): UserSet {
	let allowed = NOBODY;
	let undecided = EVERYBODY;
	for (const { conditions, inverted } of ability.rulesFor("read", subject, field)) {
		const matching = conditions ? matchingUsers(conditions, document) : EVERYBODY;
		if (!inverted) allowed = union(allowed, intersection(undecided, matching));
		undecided = without(undecided, matching);
		if (isNobody(undecided)) break;
	}
	return allowed;
}

/** Which rows of the library an ability lets its holder read. */
import { isAllowed, type Ability } from "lyceum";
import type { Row } from "./catalogue.ts";
import type { Edition } from "./entry.model.ts";

export type ReadTest = (row: Row) => boolean;

const SUBJECTS = { working: "ContentItem", published: "PublishedItem" } as const;

export function readTest(ability: Ability, edition: Edition): ReadTest {
	const subject = SUBJECTS[edition];
	const [first] = ability.rulesFor("read", subject);
	// The same for every row: the abilities need not be asked ten thousand times.
	if (!first?.conditions) return () => first !== undefined && !first.inverted;
	// Conditions speak of the item, whose id the row of the working copy has too.
	const itemOf = (row: Row) => (row._id === row.itemId ? row : { ...row, _id: row.itemId });
	return askedOnce(row => isAllowed(ability, "read", subject, itemOf(row)));
}

/** Neither abilities nor rows ever change, so that an answer holds for good. */
function askedOnce(test: (row: Row) => boolean): (row: Row) => boolean {
	const known = new WeakMap<Row, boolean>();
	return row => {
		const before = known.get(row);
		if (before !== undefined) return before;
		const is = test(row);
		known.set(row, is);
		return is;
	};
}

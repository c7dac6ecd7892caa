/** What of the catalogue each caller is shown, and how often which values are in it; kept until something changes. */
import type { Ability } from "lyceum";
import type { Catalogue, Row } from "./catalogue.ts";
import { EDITIONS, type Edition } from "./entry.model.ts";
import { valuesOf, type Facets, type Field } from "./facets.ts";
import { readTest, type ReadTest } from "./read-test.ts";

interface Lists {
	/** The catalogue's rows that they were made of. */
	of: readonly Row[];
	byEdition: Map<Edition | undefined, readonly Row[]>;
}

export class ShownLists {
	readonly #catalogue: Catalogue;
	readonly #lists = new WeakMap<Ability, Lists>();
	readonly #tests = new WeakMap<Ability, Record<Edition, ReadTest>>();
	readonly #values = new WeakMap<readonly Row[], Map<Field, Facets[string]>>();

	constructor(catalogue: Catalogue) {
		this.#catalogue = catalogue;
	}

	/** What the ability's holder is shown, each item once, the newest first. */
	shownTo(ability: Ability, edition: Edition | undefined): readonly Row[] {
		const rows = this.#catalogue.newestFirst();
		const kept = this.#lists.get(ability);
		const lists = kept?.of === rows ? kept : { of: rows, byEdition: new Map() };
		this.#lists.set(ability, lists);
		const shown = lists.byEdition.get(edition) ?? this.#filter(rows, ability, edition);
		lists.byEdition.set(edition, shown);
		return shown;
	}

	/** The values of a field in all that somebody is shown. */
	valuesIn(shown: readonly Row[], field: Field): Facets[string] {
		const kept = this.#values.get(shown) ?? new Map<Field, Facets[string]>();
		this.#values.set(shown, kept);
		const values = kept.get(field) ?? valuesOf(shown, field);
		kept.set(field, values);
		return values;
	}

	/** What is published stands back where the working copy may be read. */
	#filter(rows: readonly Row[], ability: Ability, edition: Edition | undefined): Row[] {
		const { working, published } = this.#testsOf(ability);
		if (edition === "published")
			return rows.filter(row => row.edition === "published" && published(row));
		const own = rows.filter(row => row.edition === "working" && working(row));
		if (edition === "working") return own;
		const ownIds = new Set(own.map(({ itemId }) => itemId));
		return rows.filter(row =>
			row.edition === "working"
				? ownIds.has(row.itemId)
				: !ownIds.has(row.itemId) && published(row)
		);
	}

	#testsOf(ability: Ability): Record<Edition, ReadTest> {
		const known = this.#tests.get(ability);
		if (known) return known;
		const tests = EDITIONS.map(edition => [edition, readTest(ability, edition)] as const);
		const made = Object.fromEntries(tests) as Record<Edition, ReadTest>;
		this.#tests.set(ability, made);
		return made;
	}
}

/** String comparison by a collation, with JavaScript's own tables of languages. */
import { compareStrings, type CompareStrings } from "../bson/compare.ts";
import { toNumber, type Doc, type NumberValue } from "../bson/values.ts";
import { storeError } from "../errors.ts";

const FIELDS = new Set([
	"locale",
	"strength",
	"caseLevel",
	"caseFirst",
	"numericOrdering",
	"alternate",
	"maxVariable",
	"normalization",
	"backwards",
	"version"
]);

/** Gives the comparison that a collation asks for; `undefined` for the simple one. */
export function collator(collation: Doc | undefined): CompareStrings | undefined {
	if (!collation || collation.locale === "simple" || Object.keys(collation).length === 0) {
		return undefined;
	}
	check(collation);
	const compare = create(collation);
	return (a, b) => (a === b ? 0 : compare(a, b));
}

function check(collation: Doc): void {
	for (const field of Object.keys(collation)) {
		if (!FIELDS.has(field)) {
			throw storeError(40415, `BSON field 'collation.${field}' is an unknown field.`);
		}
	}
	if (typeof collation.locale !== "string") {
		throw storeError("FailedToParse", "A collation needs a field 'locale' that is a string");
	}
	if (collation.backwards === true) {
		throw storeError("NotImplemented", "The collation option 'backwards' is not supported");
	}
}

function create(collation: Doc): CompareStrings {
	const strength =
		collation.strength === undefined ? 3 : toNumber(collation.strength as NumberValue);
	try {
		const { compare } = new Intl.Collator(String(collation.locale).replace("_", "-"), {
			sensitivity: sensitivity(strength, collation.caseLevel === true),
			numeric: collation.numericOrdering === true,
			caseFirst: caseFirst(collation.caseFirst),
			ignorePunctuation: collation.alternate === "shifted"
		});
		return strength >= 5 ? (a, b) => compare(a, b) || compareStrings(a, b) : compare;
	} catch {
		throw storeError("BadValue", `Field 'locale' is invalid in: ${String(collation.locale)}`);
	}
}

function sensitivity(strength: number, caseLevel: boolean): "base" | "accent" | "case" | "variant" {
	if (strength === 1) return caseLevel ? "case" : "base";
	if (strength === 2) return caseLevel ? "variant" : "accent";
	if (strength >= 3 && strength <= 5) return "variant";
	throw storeError("BadValue", `A collation's strength is 1 to 5, not ${strength}`);
}

function caseFirst(value: unknown): "upper" | "lower" | "false" {
	return value === "upper" || value === "lower" ? value : "false";
}

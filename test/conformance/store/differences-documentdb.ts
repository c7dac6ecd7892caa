import type { Difference } from "./differences.ts";

/** An error that is reported, but under another code than MongoDB's. */
function otherCode(id: string, code: number, reason = "the engine's own choice of code") {
	const seen = new RegExp(`expected ${code} to be one of`);
	return difference(id, `answers with code ${code}`, reason, seen);
}

const NO_NUMBER = "its gateway has no number for this error and says InternalError";
const NO_COMPARISON = "the engine rewrites the row without comparing";

const TEXT_SEARCH = "it searches with PostgreSQL's text search";

const WITHOUT_NUMBER = [
	"upsert-two-values",
	"query-mistake: a broken regular expression",
	"query-mistake: an unknown expression",
	"projection-mistake: inclusion mixed with exclusion",
	"projection-mistake: exclusion mixed with inclusion",
	"projection-mistake: a path and a path inside of it",
	"projection-mistake: an unknown operator",
	"projection-mistake: two positions",
	"projection-mistake: a $slice of text",
	"sort-mistake: a sort by 2",
	"sort-mistake: a sort by a word",
	"sort-mistake: a negative skip",
	"aggregation-mistake: a stage with two names",
	"aggregation-mistake: an unknown expression",
	"aggregation-mistake: an unknown accumulator",
	"aggregation-mistake: $group without _id",
	"aggregation-mistake: a field of $group that is no accumulator",
	"aggregation-mistake: $limit of nothing",
	"aggregation-mistake: a negative $skip",
	"aggregation-mistake: $unwind of no path",
	"aggregation-mistake: $sort by nothing",
	"aggregation-mistake: $out before the end",
	"aggregation-mistake: $facet inside of $facet",
	"aggregation-mistake: an undefined variable",
	"aggregation-mistake: $replaceRoot by a value",
	"aggregation-mistake: two arguments too many"
];

function difference(id: string, what: string, reason: string, seen: RegExp): Difference {
	return { id, engine: "documentdb", what, reason, seen };
}

function retried(id: string, seen: RegExp) {
	return difference(id, "applies a retried write again", "its gateway keeps no answers", seen);
}

/** What DocumentDB, the engine that the suite is compared with, does in another way. */
export const documentdb: Difference[] = [
	difference(
		"replace-equal",
		"counts a replacement by an equal document as modified",
		NO_COMPARISON,
		/expected \[ 1, 1 \] to deeply equal \[ 1, \+?0 \]/
	),
	difference(
		"update-same: $inc by nothing",
		"counts an increment by nothing as modified",
		NO_COMPARISON,
		/expected \[ 1, 1 \] to deeply equal \[ 1, \+?0 \]/
	),
	difference(
		"empty-timestamp",
		"stores Timestamp(0, 0) as it is",
		"the engine does not fill timestamps",
		/expected \+?0 to be above/
	),
	difference(
		"update: new fields in the order of their names",
		"adds new fields in the order of the update",
		"MongoDB's order before version 5",
		/expected '.*"c":1,"a":2,"b":3}' to equal/
	),
	difference(
		"update: $pull by a regular expression",
		"pulls nothing by a regular expression",
		"the engine compares the expression itself with the elements",
		/expected '.*"ax".*' to equal/
	),
	difference(
		"two-arrays-in-one-key",
		"takes two arrays in one compound key",
		"its index holds the terms of each field apart",
		/expected error 171, got/
	),
	difference(
		"explain-figures",
		"explains without figures",
		"its gateway shows PostgreSQL's plan and does not run it",
		/expected undefined to /
	),
	difference(
		'plan: {} {"sort":{"n":-1},"limit":10}',
		"reads and sorts everything for a sort without a filter",
		"its planner uses an index for a sort only together with a condition",
		/expected true to equal false/
	),
	difference(
		"text: -coffee",
		"finds all documents without the word for a search of negations only",
		TEXT_SEARCH,
		/to have the same members as \[\]/
	),
	difference(
		'text: "best coffee" tea',
		"wants the words beside a phrase too",
		TEXT_SEARCH,
		/expected \[\] to have the same members as \[ 1 \]/
	),
	difference(
		"text: cafe",
		"takes letters with an accent for other letters",
		TEXT_SEARCH,
		/expected \[\] to have the same members as \[ 4 \]/
	),
	difference(
		"text-score-alone",
		"gives the id and the score alone",
		"it takes a score for a field that is named",
		/expected \[ '_id', 'score' \] to have the same members/
	),
	otherCode("aggregation-mistake: $text that is not first", 27),
	difference(
		'aggregation: [{"$match":{"sum":1000}},{"$count":"n"}]',
		"counts nothing as a document that says 0",
		"its $count is a $group without the rule for no input",
		/expected \[ \{ n: \+?0 } ] to deeply equal \[]/
	),
	difference(
		"snapshot-session",
		"ignores the snapshot of a session",
		"its gateway knows snapshots in transactions only",
		/expected 2 to equal 1/
	),
	difference(
		"tailable",
		"takes a tailable cursor for a plain one",
		"it has no capped collections",
		/expected error 2,238, got/
	),
	...["listCollections", "dropDatabase"].map(name =>
		difference(
			`transaction-forbids: ${name}`,
			`runs ${name} in a transaction`,
			"PostgreSQL can",
			/expected error 263, got/
		)
	),
	otherCode("transaction-forbids: collMod", 26),
	otherCode("getmore-other-collection", 43),
	difference(
		"indexed-not",
		"misses documents for $not of a comparison when it uses an index",
		"a bug of its index, which holds no terms for empty documents",
		/expected \[ 1 ] to deeply equal \[ \+?0, 1 ]/
	),
	retried("retry-update", /expected 2 to equal 1/),
	retried("retry-insert", /expected \[ 2, \+?0 \] to deeply equal \[ 2, 2 \]/),
	retried("retry-delete", /expected \+?0 to equal 1/),
	retried("retry-upsert", /expected undefined to deeply equal/),
	retried("retry-find-and-modify", /n: 2 } to deeply equal/),
	retried("retry-older-number", /expected 'applied' to equal 225/),
	retried("retry-broken-connections", /expected 10 to equal 5/),
	difference(
		"validate",
		"validates without counting",
		"the engine has no such check",
		/expected undefined to equal 2/
	),
	otherCode("refusal: an unknown field of find", 2),
	otherCode("second-text-index", 17194),
	difference(
		"update: $push and $addToSet of nothing make an empty array",
		"adds no field for an empty $each",
		"the engine takes nothing to add for nothing to do",
		/expected '{"_id":1}' to equal/
	),
	difference(
		"update-mistake: $inc of a boolean",
		"counts with booleans as 0 and 1",
		"the engine takes a boolean for a number",
		/expected error 14, got/
	),
	otherCode("too-deep", 1, NO_NUMBER),
	difference(
		"modify-hint",
		"refuses a hint in findAndModify",
		"not implemented by the engine",
		/findAndModify.hint is not implemented yet/
	),
	difference(
		"write-hint-missing",
		"ignores the hint of an update",
		"its planner takes hints of reads only",
		/expected error 2, got/
	),
	difference(
		"authentication",
		"answers everybody",
		"its gateway has no authentication",
		/expected error 13, got/
	),
	otherCode("authentication-wrong", 59, "its gateway has no authentication"),
	otherCode("update-mistake: $pop from what is no array", 2),
	otherCode("update-mistake: $rename onto itself", 40),
	otherCode("update-mistake: $[] of what is no array", 28),
	otherCode("update-mistake: an empty field name in a path", 2),
	...WITHOUT_NUMBER.map(id => otherCode(id, 1, NO_NUMBER))
];

/** What nobody but teachers and administrators may read, wherever it stands in an answer. */
export const HIDDEN_WORDS = [
	"walrus-solution",
	"walrus-hint",
	"walrus-case",
	"walrus-note",
	"walrus-explanation"
];

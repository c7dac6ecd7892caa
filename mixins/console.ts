/** Hints for the console: how a collection's screens look, as data. The fields themselves are the model's. */

export interface ConsoleHints {
	/** The collection that the screens are about, e.g. `projects`. */
	collection: string;
	/** What the menu calls the collection, e.g. `Projects`. */
	label: string;
	/** What one document is called, e.g. `Project`. */
	singular: string;
	/** The name of a Material icon, e.g. `folder_shared`. */
	icon: string;
	/** The field that names a document in titles and references. */
	title: string;
	/** The columns of the list, from left to right. */
	list: string[];
	/** The fields of the forms, from top to bottom. */
	form: string[];
	/** The fields that the list can be filtered by. */
	filters?: string[];
	/** Labels of fields whose name does not say enough. */
	labels?: Record<string, string>;
}

/** Declares how the console shows one of a plugin's collections. */
export function defineConsole(hints: ConsoleHints): ConsoleHints {
	return hints;
}

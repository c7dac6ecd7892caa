/** What a plugin tells the console, as data: how its collections look, and which pages it brings. */

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

/** A page of a plugin's own in the console, at `/admin/pages/<plugin>/<path>`. */
export interface ConsolePage {
	/** The last part of its address: small letters, digits and dashes, e.g. `timeline`. */
	path: string;
	/** What the menu calls it, by language; English where a language is missing. */
	title: { en: string; de?: string };
	/** The name of a Material icon, e.g. `schedule`. */
	icon: string;
	/** The module in the plugin's folder whose default export is the page, e.g. `pages/Timeline.tsx`. */
	module: string;
	/** What somebody must be allowed to do to see it. */
	right: { action: string; subject: string };
}

/** Declares a page of a plugin's own; what it shows is held to the caller's rights by the API all the same. */
export function definePage(page: ConsolePage): ConsolePage {
	return page;
}

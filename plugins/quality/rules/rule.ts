/** What a rule is: a pure function from an item and its context to findings. */
import type { ItemDocument } from "../analysis/document.ts";
import type { CheckedItem, Kind } from "../item.ts";

export const SEVERITIES = ["info", "warning", "error"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Replaces a piece of a field; it fits only while the field still has `expected` there. */
export interface Fix {
	field: string;
	start: number;
	end: number;
	expected: string;
	replacement: string;
}

/** What a rule says about one place. */
export interface Remark {
	message: string;
	advice: string;
	/** The default is the rule's own. */
	severity?: Severity;
	/** The field that it is about; `meta` fields (licence, source …) have no place in a text. */
	field: string;
	/** Where in the field's source; the whole field without it. */
	start?: number;
	end?: number;
	/** Replaces what stands from `start` to `end`, where that is safe. */
	replacement?: string;
}

export interface Finding {
	rule: string;
	ruleVersion: number;
	severity: Severity;
	itemId: string;
	field: string;
	line: number;
	passage: string;
	message: string;
	advice: string;
	fix?: Fix;
}

/** What a link led to, when somebody asked for it to be tried. */
export interface LinkState {
	ok: boolean;
	reason: string;
}

export interface SimilarItem {
	id: string;
	title: string;
	/** The share of text that both have, from 0 to 1. */
	similarity: number;
}

/** What the rules may know beside the item. */
export interface CheckContext {
	document: ItemDocument;
	now: Date;
	/** Words that are right here, in lower case. */
	glossary: ReadonlySet<string>;
	/** Whether an address inside of the library exists; undefined when that is not known. */
	exists?: (address: string) => boolean | undefined;
	/** What outside addresses led to; empty unless they were tried. */
	links: ReadonlyMap<string, LinkState>;
	/** Other items with much the same text. */
	similar: readonly SimilarItem[];
	/** The texts of the questions that go with the item; undefined when that is not known. */
	assessments?: readonly string[];
}

export interface Rule {
	id: string;
	/** Raised whenever the rule may find something else in the same item. */
	version: number;
	severity: Severity;
	/** One sentence for people. */
	title: string;
	/** The kinds of items that it is for; all without it. */
	kinds?: readonly Kind[];
	/** True when it needs more than the item (other items, the time): such a rule is always run. */
	depends?: boolean;
	check: (item: CheckedItem, context: CheckContext) => Iterable<Remark>;
}

/** Declares a rule; gives types only. */
export function defineRule(rule: Rule): Rule {
	return rule;
}

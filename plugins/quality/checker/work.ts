/** What the threads are asked, and what they answer. */
import type { CheckedItem } from "../item.ts";
import type { Finding, LinkState, Severity, SimilarItem } from "../rules/rule.ts";
import type { RuleFailure } from "../rules/check-item.ts";

/** A module with rules of another plugin: a file whose export `rules` is a list of them. */
export interface RuleModule {
	owner: string;
	/** The file's address, which changes with what is in it. */
	url: string;
}

export interface DescribedRule {
	id: string;
	version: number;
	severity: Severity;
	title: string;
	kinds?: readonly string[];
	depends: boolean;
	owner: string;
}

export interface ItemWork {
	item: CheckedItem;
	/** The rules to run, by their ids. */
	rules: string[];
	glossary: string[];
	similar: SimilarItem[];
	assessments?: string[];
}

export interface CheckWork {
	kind: "check";
	modules: RuleModule[];
	items: ItemWork[];
	links: [string, LinkState][];
	now: number;
	/** See `pulse.ts`. */
	pulse: SharedArrayBuffer;
}

export interface SignWork {
	kind: "sign";
	items: CheckedItem[];
}

export interface DescribeWork {
	kind: "describe";
	modules: RuleModule[];
	pulse: SharedArrayBuffer;
}

export type Work = CheckWork | SignWork | DescribeWork;

export interface CheckedItemResult {
	itemId: string;
	findings: Finding[];
	failures: RuleFailure[];
	/** Rules that did not run because they are suspended. */
	leftOut: string[];
}

export interface Described {
	rules: DescribedRule[];
	/** Modules that could not be loaded, with the reason. */
	failures: string[];
}

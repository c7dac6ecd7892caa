/** The screens as the server declares them, for everything on the page that depends on them. */
import { useSyncExternalStore } from "react";
import { request } from "./http.ts";

export interface JsonSchema {
	type?: string | string[];
	title?: string;
	description?: string;
	properties?: Record<string, JsonSchema>;
	required?: string[];
	additionalProperties?: boolean | JsonSchema;
	items?: JsonSchema;
	enum?: unknown[];
	anyOf?: JsonSchema[];
	default?: unknown;
	examples?: unknown[];
	readOnly?: boolean;
	writeOnly?: boolean;
	format?: string;
	minLength?: number;
	maxLength?: number;
	minimum?: number;
	maximum?: number;
	maxItems?: number;
	pattern?: string;
	contentMediaType?: string;
	"x-format"?: string;
	"x-reference"?: string;
}

export type Operation =
	"list" | "get" | "count" | "history" | "create" | "update" | "remove" | "restore";

export interface FieldDescription {
	path: string;
	kind: "string" | "number" | "boolean" | "date";
	array: boolean;
}

export interface Verb {
	name: string;
	path: string;
	summary: string;
}

export interface Screen {
	name: string;
	path: string;
	subject: string;
	service: string;
	isPlugin: boolean;
	label: string;
	singular: string;
	icon: string;
	title: string;
	list: string[];
	form: string[];
	filters: string[];
	labels: Record<string, string>;
	schema: JsonSchema;
	create: JsonSchema | null;
	update: JsonSchema | null;
	fields: FieldDescription[];
	searchable: boolean;
	operations: Operation[];
	verbs: Verb[];
}

/** A page that a plugin brings. */
export interface PluginPage {
	plugin: string;
	path: string;
	title: { en: string; de?: string };
	icon: string;
	kind: "module" | "frame";
	/** Where it is: another one for each version. */
	source: string;
	/** What a frame may ask of the API. */
	routes: string[];
}

export interface Screens {
	user: string | null;
	viewedBy: string | null;
	/** The caller's rules, as CASL packs them. */
	rules: unknown[];
	screens: Screen[];
	pages: PluginPage[];
}

const NONE: Screens = { user: null, viewedBy: null, rules: [], screens: [], pages: [] };

let current = NONE;
let tag = "";
const listeners = new Set<() => void>();

/** What is known now. */
export function currentScreens(): Screens {
	return current;
}

/** Hears of every change. */
export function onScreens(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

let reading = Promise.resolve();
let next: Promise<void> | null = null;

/**
 * Asks the server anew; nothing happens when nothing has changed. One reading after the other, so that an older answer
 * never comes last; who asks meanwhile shares the next one.
 */
export function loadScreens(): Promise<void> {
	next ??= reading.then(() => {
		next = null;
		const begun = readScreens();
		reading = begun.catch(() => undefined);
		return begun;
	});
	return next;
}

async function readScreens(): Promise<void> {
	const { body, headers } = await request<Screens>("/console");
	const latest = headers.get("etag") ?? "";
	if (latest !== "" && latest === tag) return;
	tag = latest;
	set(body);
}

/** Forgets them: nobody is signed in. */
export function forgetScreens(): void {
	tag = "";
	set(NONE);
}

function set(next: Screens) {
	current = next;
	for (const listener of listeners) listener();
}

/** The screens, for a component. */
export function useScreens(): Screens {
	return useSyncExternalStore(onScreens, currentScreens);
}

/** The screen of a collection; undefined when it does not run or may not be seen. */
export function useScreen(name: string): Screen | undefined {
	return useScreens().screens.find(screen => screen.name === name);
}

/** The screen of a collection, for what is no component. */
export function screenNamed(name: string): Screen | undefined {
	return current.screens.find(screen => screen.name === name);
}

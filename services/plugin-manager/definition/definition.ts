/**
 * What a plugin's code declares, checked before anything of it is started: a plugin in JavaScript has no
 * compiler that tells it, and what is silently ignored here would be missed by somebody later.
 */
import type { LyceumSchema } from "../../../mixins/index.ts";
import { checkAbilities } from "./abilities.ts";
import { checkAction, checkPath } from "./action.ts";
import { checkNotifies } from "./notifications.ts";
import { checkPages } from "./pages.ts";
import { isRecord, shown, type Report } from "./report.ts";

/** A letter first; no dot, which parts it from the action, and no tilde, which marks generations. */
const SERVICE_NAME = /^[a-z][a-zA-Z0-9-]{0,63}$/;

/** Throws a `TypeError` that names everything that is wrong with the definitions of a plugin. */
export function requireSoundDefinitions(schemas: LyceumSchema[]): void {
	const problems: string[] = [];
	for (const schema of schemas)
		checkService(schema, (what, value, expected) =>
			problems.push(`${what} is ${shown(value)}, expected ${expected}`)
		);
	if (problems.length > 0) throw new TypeError(problems.join("; "));
}

function checkService(schema: LyceumSchema, report: Report) {
	const { name, version, settings, actions, events, emits, notifies, abilities } = schema;
	if (!SERVICE_NAME.test(name))
		report("name", name, "a small letter, then up to 63 letters, digits and dashes");
	if (version !== undefined) report("version", version, "none: the package has one");
	for (const path of [settings?.rest ?? []].flat()) checkPath("path", path, report);
	checkRecord("actions", actions, report, (action, key) =>
		checkAction(`actions.${key}`, action, schema, report)
	);
	checkRecord("events", events, report, (event, key) => checkEvent(key, event, report));
	checkRecord("abilities", abilities, report, (rules, role) =>
		checkAbilities(role, rules, report)
	);
	checkEmits(name, emits, report);
	checkNotifies(name, notifies, report);
	checkPages(schema.pages, report);
	checkDuplicates(schema, report);
}

function checkRecord(
	what: string,
	value: unknown,
	report: Report,
	check: (entry: unknown, key: string) => void
) {
	if (value === undefined) return;
	if (!isRecord(value)) return report(what, value, "an object");
	for (const [key, entry] of Object.entries(value)) check(entry, key);
}

function checkEvent(name: string, event: unknown, report: Report) {
	const handler = isRecord(event) ? event.handler : event;
	if (typeof handler === "function" || Array.isArray(handler)) return;
	report(`events["${name}"]`, event, "a function, or an object with a handler");
}

/** Whoever hears of an event believes that it comes from the service that it is named after. */
function checkEmits(name: string, emits: unknown, report: Report) {
	if (emits === undefined) return;
	if (!Array.isArray(emits)) return report("emits", emits, "an array of events");
	for (const event of emits as { name?: unknown }[]) {
		const named = isRecord(event) ? event.name : event;
		if (typeof named !== "string" || !named.startsWith(`${name}.`))
			report("emits", named, `events by names that begin with "${name}."`);
	}
}

/** Of two routes that are the same, one would never be reached. */
function checkDuplicates({ actions = {} }: LyceumSchema, report: Report) {
	const seen = new Map<string, string>();
	for (const [key, action] of Object.entries(actions)) {
		const rest: unknown = isRecord(action) ? action.rest : undefined;
		if (typeof rest !== "string") continue;
		const route = rest.replace(/:\w+/g, ":");
		const first = seen.get(route);
		if (first !== undefined) report(`actions.${key}.rest`, rest, `another than ${first}'s`);
		seen.set(route, `actions.${key}`);
	}
}

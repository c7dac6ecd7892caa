/** Checks the kinds of notification that a service sends. */
import { CHANNELS, type JsonSchema } from "../../../mixins/index.ts";
import { placeholdersOf } from "../../notifications/fill-in.ts";
import { payloadProblems } from "../../streams/payload.ts";
import { isRecord, type Report } from "./report.ts";

const WHAT = /^[a-z][a-zA-Z0-9]{0,63}$/;
const MAX_LENGTHS = { description: 200, title: 100, body: 500 };

export function checkNotifies(service: string, notifies: unknown, report: Report): void {
	if (notifies === undefined) return;
	if (!Array.isArray(notifies)) return report("notifies", notifies, "an array of kinds");
	const names = new Set<unknown>();
	for (const kind of notifies) {
		if (!isRecord(kind)) {
			report("notifies", kind, "what defineNotification returns");
			continue;
		}
		if (names.has(kind.name)) report("notifies", kind.name, "each kind once");
		names.add(kind.name);
		checkName(service, kind.name, report);
		checkKind(`notifies["${String(kind.name)}"]`, kind, report);
	}
}

/** Whoever is notified believes that it comes from the service that the kind is named after. */
function checkName(service: string, name: unknown, report: Report) {
	const prefix = `${service}.`;
	if (typeof name === "string" && name.startsWith(prefix) && WHAT.test(name.slice(prefix.length)))
		return;
	report("notifies", name, `kinds by names such as "${service}.reviewWritten"`);
}

function checkKind(what: string, kind: Record<string, unknown>, report: Report) {
	for (const [key, max] of Object.entries(MAX_LENGTHS)) {
		const text = kind[key];
		if (typeof text !== "string" || text === "" || text.length > max)
			report(`${what}.${key}`, text, `a text of 1 to ${max} characters`);
	}
	checkChannels(`${what}.channels`, kind.channels, report);
	checkSchema(what, kind, report);
}

function checkChannels(what: string, channels: unknown, report: Report) {
	const entries = isRecord(channels) ? Object.entries(channels) : [];
	const isSound = ([channel, wanted]: [string, unknown]) =>
		(CHANNELS as readonly string[]).includes(channel) && typeof wanted === "boolean";
	if (entries.length > 0 && entries.every(isSound)) return;
	report(what, channels, `an object with any of ${CHANNELS.join(", ")}, each true or false`);
}

/** A placeholder that no value fills would be a gap in what people read. */
function checkSchema(
	what: string,
	{ schema, title, body }: Record<string, unknown>,
	report: Report
) {
	if (!isRecord(schema) || schema.type !== "object" || isUseless(schema))
		return report(`${what}.schema`, schema, 'a JSON schema of the type "object"');
	const known = Object.keys(isRecord(schema.properties) ? schema.properties : {});
	for (const name of placeholdersOf(`${String(title)} ${String(body)}`))
		if (!known.includes(name)) report(what, `{${name}}`, "values that the schema names");
}

function isUseless(schema: JsonSchema): boolean {
	try {
		payloadProblems(schema, {});
		return false;
	} catch {
		return true;
	}
}

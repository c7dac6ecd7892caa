/** Checks one action's declaration: its name, route, right, and what it says of itself. */
import type { LyceumSchema } from "../../../mixins/index.ts";
import { BoundedValidator } from "../../kernel/bounded-validator.ts";
import { isJson, isRecord, type Report } from "./report.ts";

const ACTION_NAME = /^[a-zA-Z][\w-]{0,63}$/;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Segments of plain text or one whole parameter each: no patterns, no wildcards, no steps upwards. */
const SEGMENT = /^(:[a-zA-Z]\w*|(?!\.{1,2}$)[\w.~-]+)$/;
const MAX_PATH = 512;
const PATH = "segments such as /notes/:id, of letters, digits and -._~";

const validator = new BoundedValidator({ useNewCustomCheckerFunction: true });

export function checkAction(
	what: string,
	action: unknown,
	{ metadata }: LyceumSchema,
	report: Report
): void {
	// A mixin's action is taken away with `false`; a function is called by other services alone.
	if (action === false || typeof action === "function") return;
	if (!isRecord(action)) return report(what, action, "an object with a handler");
	const { name, rest, can, params, input, returns, example } = action;
	const key = what.slice(what.indexOf(".") + 1);
	if (!ACTION_NAME.test(key)) report(what, key, "a name of letters, digits, _ and -");
	if (name !== undefined) report(`${what}.name`, name, "none: the key is its name");
	if (params !== undefined) checkParams(`${what}.params`, params, report);
	if (!isJson({ input, returns, example }))
		report(what, "what cannot be written as JSON", "input, returns and example as plain data");
	if (rest === undefined || rest === null) return;
	for (const route of [rest].flat()) checkRoute(`${what}.rest`, route, report);
	checkRight(`${what}.can`, can, metadata?.subject, report);
}

/** Rules are compiled when they are first used, which would be too late to tell. */
function checkParams(what: string, params: unknown, report: Report) {
	if (!isRecord(params)) return report(what, params, "an object");
	try {
		validator.compileNow(params);
	} catch (error) {
		report(what, params, `rules of Moleculer's validator (${(error as Error).message})`);
	}
}

function checkRight(what: string, can: unknown, subject: unknown, report: Report) {
	if (can === "public" || can === "authenticated") return;
	if (typeof can === "string" && can !== "" && typeof subject === "string" && subject !== "")
		return;
	if (isRecord(can) && typeof can.action === "string" && typeof can.subject === "string") return;
	report(
		what,
		can,
		typeof can === "string"
			? "a subject of the service that the verb is about"
			: '"public", "authenticated", a verb, or { action, subject }'
	);
}

function checkRoute(what: string, route: unknown, report: Report) {
	if (typeof route === "string") return checkText(what, route, report);
	if (!isRecord(route)) return report(what, route, '"GET /path", or { method, path }');
	const { method, path, basePath, fullPath, type } = route;
	if (method !== undefined) checkMethod(`${what}.method`, method, report);
	for (const [key, value] of Object.entries({ path, basePath, fullPath }))
		if (value !== undefined) checkPath(`${what}.${key}`, value, report);
	if (fullPath !== undefined && !String(fullPath).startsWith("/"))
		report(`${what}.fullPath`, fullPath, "a path that begins with /");
	if (type !== undefined && !["call", "stream", "multipart"].includes(type as string))
		report(`${what}.type`, type, "call, stream or multipart");
}

function checkText(what: string, rest: string, report: Report) {
	const parts = rest.trim().split(/\s+/);
	if (parts.length > 2) return report(what, rest, '"GET /path"');
	if (parts.length === 2) checkMethod(what, parts[0], report);
	checkPath(what, parts.at(-1), report);
}

function checkMethod(what: string, method: unknown, report: Report) {
	if (typeof method === "string" && METHODS.includes(method.toUpperCase())) return;
	report(what, method, `one of ${METHODS.join(", ")}`);
}

/** Checks a path as text; its parts become parts of addresses. */
export function checkPath(what: string, path: unknown, report: Report) {
	if (typeof path !== "string") return report(what, path, PATH);
	const segments = path.split("/").filter(segment => segment !== "");
	const names = segments.filter(segment => segment.startsWith(":"));
	if (path.length > MAX_PATH || !segments.every(segment => SEGMENT.test(segment)))
		report(what, path, PATH);
	else if (new Set(names).size < names.length)
		report(what, path, "parameters of different names");
}

/** One line of the log as administrators see it, without what is secret. */
import { redact } from "../audit/redact.ts";

/** From the worst on. */
export const LEVELS = ["fatal", "error", "warn", "info", "debug", "trace"] as const;
export type Level = (typeof LEVELS)[number];

export interface LogLine {
	/** Counted from the node's start; the newest has the highest. */
	number: number;
	at: string;
	level: Level;
	message: string;
	/** The plugin that it comes from; null for the kernel. */
	plugin: string | null;
	/** The service or part that wrote it. */
	source: string | null;
	requestId: string | null;
	/** Whatever else the line says. */
	details: Record<string, unknown>;
}

/** What a text may hold that nobody must read: tokens, keys, and passwords in addresses. */
const SECRET_TEXTS: [pattern: RegExp, shown: string][] = [
	[/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, "$1 [redacted]"],
	[/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, "[redacted]"],
	[/\blyc_\w+/g, "[redacted]"],
	[/(\b\w+:\/\/[^\s:/@]*):[^\s/@]+@/g, "$1:[redacted]@"],
	[/((?:token|password|secret|api_?key|otp)["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi, "$1[redacted]"]
];

/** Reads what pino wrote; a line that is none, or was cut, is shown as a message. */
export function readLine(
	number: number,
	text: string,
	pluginOf: (action: string | null) => string | null
): LogLine {
	const parsed = parse(text);
	const { time, level, msg, svc, mod, requestId, nodeID: _node, ns: _ns, ...rest } = parsed;
	const { pid: _pid, hostname: _host, ver: _version, ...details } = rest;
	const { action } = details;
	return {
		number,
		at: String(time ?? new Date(0).toISOString()),
		level: LEVELS.find(known => known === level) ?? "info",
		message: withoutSecrets(String(msg ?? "")),
		plugin: pluginOf(typeof action === "string" ? action : null),
		source: textOf(svc) ?? textOf(mod),
		requestId: textOf(requestId),
		details: detailsOf(details)
	};
}

function parse(text: string): Record<string, unknown> {
	try {
		return JSON.parse(text) as Record<string, unknown>;
	} catch {
		return {
			msg: text.trim(),
			level: /"level":"(\w+)"/.exec(text)?.[1],
			time: /"time":"([^"]+)"/.exec(text)?.[1]
		};
	}
}

/** The code of an error is none that lets anybody in. */
function detailsOf({ code, ...others }: Record<string, unknown>): Record<string, unknown> {
	const shown = cleaned(redact(others)) as Record<string, unknown>;
	return typeof code === "string" && /^[A-Z][A-Z_]+$/.test(code) ? { ...shown, code } : shown;
}

function textOf(value: unknown): string | null {
	return typeof value === "string" && value !== "" ? value : null;
}

function cleaned(value: unknown): unknown {
	if (typeof value === "string") return withoutSecrets(value);
	if (Array.isArray(value)) return value.map(cleaned);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, cleaned(entry)]));
}

/** Secrets by their look, wherever in a text they stand. */
export function withoutSecrets(text: string): string {
	return SECRET_TEXTS.reduce((shown, [pattern, by]) => shown.replace(pattern, by), text);
}

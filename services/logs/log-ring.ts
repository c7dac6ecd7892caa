/** The last lines of this node's log, kept in memory: the newest push the oldest out. */
import type { Release } from "../../mixins/index.ts";
import { actingPlugin } from "../kernel/acting-plugin.ts";
import { LEVELS, readLine, type Level, type LogLine } from "./log-line.ts";

const MAX_LINES = 2000;

/** What is longer is cut: with 2,000 lines no more than 8 MB are kept. */
const MAX_LENGTH = 4096;

/** What of the lines is wanted; what is left out does not count. */
export interface LogFilter {
	/** The lowest level. */
	level?: Level;
	/** The plugin that wrote them; null for the kernel's own. */
	plugin?: string | null;
	text?: string;
	/** Those after this time, or after the line of this number. */
	since?: Date | number;
}

interface Kept {
	number: number;
	text: string;
	/** Whose code ran when it was written. */
	plugin: string | null;
}

/** Tells which plugin an action belongs to; null for the kernel's. */
export type PluginOf = (action: string) => string | null;

export class LogRing {
	/** What a line of the access log names is an action: set once actions are known. */
	pluginOf: PluginOf = () => null;
	readonly #lines: Kept[] = [];
	readonly #listeners = new Set<(line: LogLine) => void>();
	#number = 0;

	/** Takes a line as it goes to the log; nothing is read of it before somebody asks. */
	add(text: string): void {
		const kept = {
			number: ++this.#number,
			text: text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH) : text,
			plugin: actingPlugin()?.name ?? null
		};
		this.#lines[this.#number % MAX_LINES] = kept;
		if (this.#listeners.size === 0) return;
		const line = this.#read(kept);
		for (const listener of this.#listeners) listener(line);
	}

	/** The newest lines that fit, newest first. */
	read(filter: LogFilter, limit: number): LogLine[] {
		const found: LogLine[] = [];
		for (let number = this.#number; number > this.#oldest && found.length < limit; number--) {
			const line = this.#read(this.#lines[number % MAX_LINES]!);
			if (fits(line, filter)) found.push(line);
		}
		return found;
	}

	/** Hears of every line from now on. */
	listen(listener: (line: LogLine) => void): Release {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	}

	get #oldest() {
		return Math.max(0, this.#number - MAX_LINES);
	}

	#read({ number, text, plugin }: Kept): LogLine {
		return readLine(number, text, action => plugin ?? (action ? this.pluginOf(action) : null));
	}
}

/** Tells whether a line is wanted. */
export function fits(line: LogLine, { level, plugin, text, since }: LogFilter): boolean {
	if (level !== undefined && LEVELS.indexOf(line.level) > LEVELS.indexOf(level)) return false;
	if (plugin !== undefined && line.plugin !== plugin) return false;
	if (typeof since === "number" && line.number <= since) return false;
	if (since instanceof Date && Date.parse(line.at) <= since.getTime()) return false;
	return text === undefined || containsText(line, text.toLowerCase());
}

function containsText({ message, source, requestId, details }: LogLine, text: string) {
	return [message, source, requestId, JSON.stringify(details)].some(part =>
		part?.toLowerCase().includes(text)
	);
}

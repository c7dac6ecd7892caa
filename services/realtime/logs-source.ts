/** The log of this node: administrators hear its lines as they are written, several at a time. */
import { accessErrors, requestErrors, type Caller, type Release } from "../../mixins/index.ts";
import type { Ability } from "../../mixins/ability.ts";
import { LEVELS, type Level, type LogLine } from "../logs/log-line.ts";
import { fits, type LogFilter, type LogRing } from "../logs/log-ring.ts";
import { KERNEL } from "../logs/logs.service.ts";
import type { Connection } from "./connection.ts";
import type { Source, Subscribed, Subscription } from "./subscription.ts";

const GATHER_MS = 250;

/** What is written faster is not shown line by line: the newest of a moment, and how many there were beside. */
const MAX_AT_ONCE = 200;

const SCOPE = "logs.read";
const KEYS = ["level", "plugin"];

interface Sources {
	ring: LogRing;
	abilityOf: (caller: Caller) => Ability;
	/** The position of what was told so far, as every subscription's answer names it. */
	position: () => number;
}

interface Watching extends Subscription {
	filter: LogFilter;
}

export class LogsSource implements Source {
	readonly key = "logs";
	readonly #sources: Sources;
	readonly #watching = new Set<Watching>();
	#waiting: LogLine[] = [];
	#passedOver = 0;
	#telling: NodeJS.Timeout | undefined;
	#stopListening: Release | null = null;

	constructor(sources: Sources) {
		this.#sources = sources;
	}

	get size(): number {
		return this.#watching.size;
	}

	open(connection: Connection, request: Record<string, unknown>): Promise<Subscribed> {
		return new Promise(resolve => {
			const filter = readFilter(request);
			this.#require(connection.caller);
			const id = `logs ${JSON.stringify(filter)}`;
			if (!connection.subscriptions.has(id)) {
				const watching = { id, filter, source: this, connection };
				connection.subscriptions.set(id, watching);
				this.#watching.add(watching);
				this.#stopListening ??= this.#sources.ring.listen(line => this.#gather(line));
			}
			resolve({ subscription: id, position: this.#sources.position() });
		});
	}

	close(subscription: Subscription): void {
		this.#watching.delete(subscription as Watching);
		if (this.#watching.size > 0) return;
		void this.#stopListening?.();
		this.#stopListening = null;
	}

	callerChanged({ connection }: Subscription): boolean {
		return this.#mayRead(connection.caller);
	}

	#require(caller: Caller) {
		if (caller.kind === "guest") throw accessErrors.UNAUTHENTICATED({});
		if (caller.scopes && !caller.scopes.includes(SCOPE))
			throw accessErrors.SCOPE_MISSING({ scope: SCOPE });
		if (!this.#mayRead(caller))
			throw accessErrors.FORBIDDEN({ action: "read", subject: "Log" });
	}

	#mayRead(caller: Caller) {
		return this.#sources.abilityOf(caller).can("read", "Log");
	}

	#gather(line: LogLine) {
		this.#waiting.push(line);
		if (this.#waiting.length > MAX_AT_ONCE) {
			this.#waiting.shift();
			this.#passedOver++;
		}
		if (this.#telling) return;
		this.#telling = setTimeout(() => {
			this.#telling = undefined;
			this.#tell();
		}, GATHER_MS).unref();
	}

	#tell() {
		const lines = this.#waiting;
		const passedOver = this.#passedOver;
		this.#waiting = [];
		this.#passedOver = 0;
		for (const { id, filter, connection } of this.#watching) {
			const wanted = lines.filter(line => fits(line, filter));
			if (wanted.length === 0) continue;
			connection.door.send("log", { subscription: id, lines: wanted, passedOver }, [
				connection
			]);
		}
	}
}

function readFilter({ logs, ...others }: Record<string, unknown>): LogFilter {
	const [unknown] = Object.keys(others);
	if (unknown !== undefined)
		throw invalid(`/${unknown}`, "is not known", others[unknown], "the log alone");
	if (logs === true) return {};
	if (typeof logs !== "object" || logs === null || Array.isArray(logs))
		throw invalid("/logs", "is no filter", logs, `true, or an object with ${KEYS.join(", ")}`);
	for (const key of Object.keys(logs))
		if (!KEYS.includes(key))
			throw invalid(`/logs/${key}`, "is not known", key, KEYS.join(" or "));
	const { level, plugin } = logs as Record<string, unknown>;
	return { ...readLevel(level), ...readPlugin(plugin) };
}

function readLevel(level: unknown): LogFilter {
	if (level === undefined) return {};
	if (LEVELS.includes(level as Level)) return { level: level as Level };
	throw invalid("/logs/level", "is no level", level, `one of ${LEVELS.join(", ")}`);
}

function readPlugin(plugin: unknown): LogFilter {
	if (plugin === undefined) return {};
	if (typeof plugin === "string" && /^[a-z][\w-]{0,63}$/.test(plugin))
		return { plugin: plugin === KERNEL ? null : plugin };
	throw invalid("/logs/plugin", "is no plugin", plugin, `the name of one, or ${KERNEL}`);
}

function invalid(pointer: string, message: string, value: unknown, expected: string) {
	return requestErrors.INVALID({ errors: [{ pointer, message, value, expected }] });
}

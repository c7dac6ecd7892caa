/** One connection for the whole page, opened when the first thing is to be heard of. */
import { io, type Socket } from "socket.io-client";
import { socketCredentials } from "../api/http.ts";

/** A change of a document that the caller may read. */
export interface Change {
	subscription: string;
	type: "created" | "updated" | "removed";
	id: string;
	document?: Record<string, unknown> & { id: string; rev: number };
	position: number;
}

/** Lines of the node's log, oldest first. */
export interface LogLines {
	subscription: string;
	lines: LogLine[];
}

export interface LogLine {
	number: number;
	at: string;
	level: string;
	message: string;
	plugin: string | null;
	source: string | null;
	requestId: string | null;
	details: Record<string, unknown>;
}

export interface Asked {
	collection?: string;
	id?: string;
	console?: true;
	/** The lines of the node's log from a level on, those of one plugin or all. */
	logs?: { level: string; plugin?: string };
}

type Event =
	| [name: "change", change: Change]
	| [name: "console", about: { subscription: string }]
	| [name: "log", written: LogLines];

/** What is told of what was asked for; what happened just before `resumed` is unknown, so that all is read anew. */
export type Told = Event | [name: "resumed", nothing: object];

type Listener = (...told: Told) => void;

let socket: Socket | null = null;
interface Wish {
	asked: Asked;
	listeners: Set<Listener>;
	/** True when what was read for it may be older than what is told. */
	isBehind: boolean;
	subscription?: string;
}

const wishes = new Map<string, Wish>();
const states = new Set<() => void>();
// The browser knows at once what the socket notices when its heartbeat is missing.
for (const event of ["online", "offline"]) window.addEventListener(event, tell);

/** Hears of what was asked for until it is let go; the server is asked once for all who want the same. */
export function listen(asked: Asked, listener: Listener): () => void {
	const key = JSON.stringify(asked);
	const wish = wishes.get(key) ?? { asked, listeners: new Set<Listener>(), isBehind: false };
	wish.listeners.add(listener);
	if (!wishes.has(key)) {
		wishes.set(key, wish);
		subscribe(key);
	}
	return () => {
		wish.listeners.delete(listener);
		if (wish.listeners.size > 0 || wishes.get(key) !== wish) return;
		wishes.delete(key);
		if (wish.subscription !== undefined)
			socket?.emit("unsubscribe", { subscription: wish.subscription });
	};
}

/** Ends the connection, e.g. because somebody else is signed in; what is still wanted is asked for anew. */
export function closeSocket(): void {
	socket?.disconnect();
	socket = null;
	for (const wish of wishes.values()) delete wish.subscription;
	tell();
}

/** True while the server can be heard. */
export function isConnected(): boolean {
	return navigator.onLine && (socket?.connected ?? false);
}

/** Hears when the connection comes and goes. */
export function onConnection(listener: () => void): () => void {
	states.add(listener);
	return () => states.delete(listener);
}

function subscribe(key: string) {
	const open = (socket ??= connect());
	if (open.connected) ask(open, key);
	else wishes.get(key)!.isBehind = true;
}

function connect(): Socket {
	const opened = io({
		auth: answer => answer(socketCredentials()),
		transports: ["websocket"]
	});
	opened.on("connect", () => {
		for (const key of wishes.keys()) ask(opened, key);
		tell();
	});
	opened.on("disconnect", tell);
	opened.on("change", (change: Change) => pass("change", change));
	opened.on("console", (about: { subscription: string }) => pass("console", about));
	opened.on("log", (written: LogLines) => pass("log", written));
	return opened;
}

function ask(open: Socket, key: string) {
	const wish = wishes.get(key);
	if (!wish) return;
	open.emit("subscribe", wish.asked, (answer: { subscription?: string }) => {
		const isBehind = wish.isBehind || wish.subscription !== undefined;
		wish.isBehind = false;
		wish.subscription = answer.subscription;
		if (isBehind) for (const listener of wish.listeners) listener("resumed", {});
	});
}

function pass(...event: Event) {
	const [, { subscription }] = event;
	for (const wish of wishes.values())
		if (wish.subscription === subscription)
			for (const listener of wish.listeners) listener(...event);
}

function tell() {
	for (const listener of states) listener();
}

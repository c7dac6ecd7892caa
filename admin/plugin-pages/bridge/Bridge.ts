/**
 * The one way out of a frame: calls of the API in the reader's name, of the routes that the plugin's manifest
 * names, few enough and small enough. The server decides about each as about any other of the reader's.
 */
import { request, type Answer } from "../../api/http.ts";
import { ApiError } from "../../api/problem.ts";
import {
	idOf,
	isPermitted,
	isRefusal,
	readCall,
	refusal,
	type Call,
	type Refusal
} from "./call.ts";
import { Quota } from "./Quota.ts";

/** In ten seconds; more are refused. */
const MAX_CALLS = 60;
/** In ten seconds; more end the page. */
const MAX_MESSAGES = 600;
const MAX_IN_FLIGHT = 6;
const MAX_ANSWER_CHARACTERS = 1024 * 1024;

type Reply = { body: unknown } | { problem: Refusal };

export class Bridge {
	/** The frame's end: it is handed over once. */
	readonly theirs: MessagePort;
	readonly #port: MessagePort;
	readonly #routes: string[];
	readonly #onFlood: () => void;
	readonly #calls = new Quota(MAX_CALLS);
	readonly #messages = new Quota(MAX_MESSAGES);
	#inFlight = 0;

	constructor(routes: string[], onFlood: () => void) {
		const { port1, port2 } = new MessageChannel();
		this.#port = port1;
		this.theirs = port2;
		this.#routes = routes;
		this.#onFlood = onFlood;
		port1.addEventListener("message", ({ data }) => this.#hear(data));
		port1.start();
	}

	/** Tells the frame how the console looks now. */
	tell(context: object): void {
		this.#port.postMessage({ kind: "context", ...context }, []);
	}

	close(): void {
		this.#port.close();
	}

	#hear(message: unknown) {
		if (!this.#messages.take(Date.now())) {
			this.close();
			this.#onFlood();
			return;
		}
		const id = idOf(message);
		if (id === undefined) return;
		const call = readCall(message, id);
		const refused = isRefusal(call) ? call : this.#refusalOf(call);
		if (refused) this.#answer(id, { problem: refused });
		else void this.#make(call as Call);
	}

	#refusalOf(call: Call): Refusal | null {
		if (!isPermitted(this.#routes, call)) {
			const detail = `The plugin's manifest names no route for ${call.method} ${call.path} in lyceum.permissions.routes`;
			return refusal(403, "FRAME_NOT_PERMITTED", detail);
		}
		if (this.#inFlight >= MAX_IN_FLIGHT || !this.#calls.take(Date.now()))
			return refusal(
				429,
				"FRAME_TOO_MANY_CALLS",
				`At most ${MAX_IN_FLIGHT} calls at once, and ${MAX_CALLS} in 10 seconds`
			);
		return null;
	}

	async #make({ id, method, path, query, body }: Call) {
		this.#inFlight++;
		const words = new URLSearchParams(query).toString();
		const address = words === "" ? path : `${path}?${words}`;
		// A foreign page must not make the reader show a password.
		const asked = request(address, { method, body, proof: false });
		this.#answer(id, await asked.then(replyOf, problemOf));
		this.#inFlight--;
	}

	#answer(id: string | number, reply: Reply) {
		this.#port.postMessage({ kind: "answer", id, ...reply }, []);
	}
}

function replyOf({ body, headers, status }: Answer): Reply {
	const isJson = status === 204 || (headers.get("content-type")?.includes("json") ?? false);
	if (!isJson)
		return { problem: refusal(406, "FRAME_NO_JSON", "Frames are given JSON, and no files") };
	if (JSON.stringify(body).length <= MAX_ANSWER_CHARACTERS) return { body };
	const detail = `The answer has more than ${MAX_ANSWER_CHARACTERS} characters: ask for less`;
	return { problem: refusal(413, "FRAME_ANSWER_TOO_LARGE", detail) };
}

function problemOf(error: unknown): Reply {
	if (!(error instanceof ApiError))
		return { problem: refusal(500, "FRAME_FAILED", "The call could not be made") };
	const { status, code, detail = code } = error.problem;
	return { problem: refusal(status, code, detail) };
}

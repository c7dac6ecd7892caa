/** What a frame asks for: untrusted, and refused unless it is a call that its plugin may make. */

export interface Call {
	/** Comes back with the answer. */
	id: string | number;
	method: string;
	/** Below `/api/v1`. */
	path: string;
	query: Record<string, string>;
	body: unknown;
}

/** Why something was not asked; a refusal of the server has the same form. */
export interface Refusal {
	status: number;
	code: string;
	detail: string;
}

/** Longer ones are refused before anything is done with them. */
const MAX_CHARACTERS = 256 * 1024;
const MAX_ID = 64;

/** Whole parts alone, nothing encoded: what is checked here is what the server reads. */
const PATH = /^(?:\/[A-Za-z0-9_~-][\w.~-]*)+$/;

const METHODS = new Set(["GET", "POST", "PUT", "PATCH", "DELETE"]);

/** The id of a message; undefined for what cannot be answered. */
export function idOf(message: unknown): string | number | undefined {
	const { id } = (message ?? {}) as { id?: unknown };
	if (typeof id === "number" && Number.isSafeInteger(id)) return id;
	return typeof id === "string" && id.length <= MAX_ID ? id : undefined;
}

/** The call in a message, or why there is none. */
export function readCall(message: unknown, id: string | number): Call | Refusal {
	const { method, path, query = {}, body } = message as Record<string, unknown>;
	if (typeof method !== "string" || !METHODS.has(method))
		return badCall("method", method, [...METHODS].join(", "));
	if (typeof path !== "string" || !PATH.test(path))
		return badCall("path", path, "plain parts below /api/v1, such as /projects/1");
	if (!isQuery(query)) return badCall("query", query, "an object of texts");
	if (method === "GET" && body !== undefined) return badCall("body", body, "none for GET");
	if (lengthOf({ path, query, body }) > MAX_CHARACTERS)
		return refusal(
			413,
			"FRAME_TOO_LARGE",
			`The call has more than ${MAX_CHARACTERS} characters`
		);
	return { id, method, path, query: query as Record<string, string>, body };
}

export function isRefusal(call: Call | Refusal): call is Refusal {
	return "status" in call;
}

/** Whether a plugin may make a call: one of its routes has the method, and the path or whole parts of its beginning. */
export function isPermitted(routes: string[], { method, path }: Pick<Call, "method" | "path">) {
	return routes.some(route => {
		const [allowed, prefix] = route.split(" ");
		return allowed === method && (path === prefix || path.startsWith(`${prefix}/`));
	});
}

export function refusal(status: number, code: string, detail: string): Refusal {
	return { status, code, detail };
}

function badCall(key: string, value: unknown, expected: string): Refusal {
	const shown = typeof value === "string" ? JSON.stringify(value).slice(0, 80) : typeof value;
	return refusal(400, "FRAME_BAD_CALL", `The call's ${key} is ${shown}; expected ${expected}`);
}

function isQuery(query: unknown): boolean {
	if (typeof query !== "object" || query === null || Array.isArray(query)) return false;
	return Object.values(query).every(value => typeof value === "string");
}

/** Infinite for what is no JSON. */
function lengthOf(value: unknown): number {
	try {
		return JSON.stringify(value).length;
	} catch {
		return Infinity;
	}
}

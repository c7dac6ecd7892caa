/**
 * Requests to the API. The session lies in a cookie that no script can read; what changes something shows
 * the token of the other cookie beside it. While somebody else's view is looked at, a token that is kept in
 * memory alone takes their place.
 */
import { ApiError, type Problem } from "./problem.ts";
import { askForProof } from "./proof.ts";

const BASE = "/api/v1";

/** Longer waits are left to the person. */
const LONGEST_WAIT_SECONDS = 5;
const MAX_WAITS = 3;

export interface Answer<Body = unknown> {
	body: Body;
	headers: Headers;
	status: number;
}

export interface RequestOptions {
	method?: string;
	/** Sent as JSON, or as it is when it is a form or a file. */
	body?: unknown;
	headers?: Record<string, string>;
	signal?: AbortSignal;
	/** False for what must not make the person show a password. */
	proof?: boolean;
}

let viewToken: string | null = null;

/** Looks at things as the token's user does; null ends it. */
export function setViewToken(token: string | null): void {
	viewToken = token;
}

/** Asks the API below `/api/v1`, or at the root for what begins with `//`; throws an `ApiError`. */
export async function request<Body = unknown>(
	path: string,
	options: RequestOptions = {}
): Promise<Answer<Body>> {
	return read<Body>(await respond(path, options));
}

/** Asks for a file. */
export async function requestBlob(path: string): Promise<Blob> {
	return (await respond(path, {})).blob();
}

async function respond(path: string, options: RequestOptions): Promise<Response> {
	const once = idempotencyOf(options);
	for (let waits = 0; ; waits++) {
		const response = await send(path, options, once);
		if (response.ok) return response;
		const problem = await problemOf(response);
		const seconds = Number(response.headers.get("retry-after") ?? 1);
		const isBusy = response.status === 429 && seconds <= LONGEST_WAIT_SECONDS;
		if (isBusy && waits < MAX_WAITS) await pause(seconds * 1000);
		else if (isProofWanted(problem, options) && waits < MAX_WAITS) await askForProof();
		else throw new ApiError(problem);
	}
}

function isProofWanted({ code }: Problem, { proof = true }: RequestOptions) {
	return proof && code === "ACCESS_STEP_UP";
}

/** Headers that name the caller, for requests that are made without `request`. */
export function credentials(): Record<string, string> {
	if (viewToken !== null) return { authorization: `Bearer ${viewToken}` };
	const token = csrfToken();
	return token === undefined ? {} : { "x-csrf-token": token };
}

/** What a socket shows of itself. */
export function socketCredentials(): Record<string, string> {
	if (viewToken !== null) return { token: viewToken };
	const token = csrfToken();
	return token === undefined ? {} : { csrfToken: token };
}

/** Tells whether a session may be open: the cookie of the session itself cannot be read. */
export function mayBeSignedIn(): boolean {
	return viewToken !== null || csrfToken() !== undefined;
}

function csrfToken() {
	const pair = document.cookie.split("; ").find(one => one.startsWith("csrf_token="));
	return pair && decodeURIComponent(pair.slice("csrf_token=".length));
}

/** A repeated POST is the same one: after a lost answer or a proof nothing is made twice. */
function idempotencyOf({ method = "GET", body }: RequestOptions): Record<string, string> {
	if (method !== "POST" || body instanceof FormData) return {};
	return { "idempotency-key": crypto.randomUUID() };
}

async function send(
	path: string,
	{ method = "GET", body, headers, signal }: RequestOptions,
	once: Record<string, string>
): Promise<Response> {
	const isRaw = body === undefined || body instanceof FormData || body instanceof Blob;
	const address = path.startsWith("//") ? path.slice(1) : BASE + path;
	try {
		return await fetch(address, {
			method,
			credentials: "same-origin",
			signal,
			headers: {
				...(!isRaw && { "content-type": "application/json" }),
				...credentials(),
				...once,
				...headers
			},
			body: isRaw ? (body as BodyInit | undefined) : JSON.stringify(body)
		});
	} catch (error) {
		if (signal?.aborted) throw error;
		throw new ApiError({ status: 0, code: "OFFLINE", detail: "lyceum.errors.offline" });
	}
}

async function read<Body>(response: Response): Promise<Answer<Body>> {
	const isJson = response.headers.get("content-type")?.includes("json") ?? false;
	const text = await response.text();
	const body = (isJson && text !== "" ? JSON.parse(text) : text) as Body;
	return { body, headers: response.headers, status: response.status };
}

async function problemOf(response: Response): Promise<Problem> {
	const fallback = { status: response.status, code: "UNKNOWN", detail: response.statusText };
	try {
		return (await response.json()) as Problem;
	} catch {
		return fallback;
	}
}

function pause(milliseconds: number) {
	return new Promise(resolve => setTimeout(resolve, milliseconds));
}

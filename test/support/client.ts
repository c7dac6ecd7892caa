/** A client of the REST gateway, as a test writes it down: `api.post("/projects", { … })`. */
import { answerText } from "./answer-text.ts";

export interface Answer<Body = Record<string, unknown>> {
	status: number;
	headers: Headers;
	body: Body;
	text: string;
}

type Headers_ = Record<string, string>;

export interface Client {
	url: string;
	/** The caller's id; null for a guest. */
	id: string | null;
	token: string | null;
	get<B = Record<string, unknown>>(path: string, headers?: Headers_): Promise<Answer<B>>;
	post<B = Record<string, unknown>>(
		path: string,
		body?: unknown,
		headers?: Headers_
	): Promise<Answer<B>>;
	put<B = Record<string, unknown>>(
		path: string,
		body?: unknown,
		headers?: Headers_
	): Promise<Answer<B>>;
	patch<B = Record<string, unknown>>(
		path: string,
		body?: unknown,
		headers?: Headers_
	): Promise<Answer<B>>;
	delete<B = Record<string, unknown>>(path: string, headers?: Headers_): Promise<Answer<B>>;
	send<B = Record<string, unknown>>(
		method: string,
		path: string,
		body?: unknown,
		headers?: Headers_
	): Promise<Answer<B>>;
}

/** Paths are below `/api/v1`, unless they begin with `//`: then from the root (`//health`). */
export function createClient(
	url: string,
	token: string | null = null,
	id: string | null = null
): Client {
	async function send<B>(
		method: string,
		path: string,
		body?: unknown,
		headers: Headers_ = {}
	): Promise<Answer<B>> {
		const raw =
			body === undefined ||
			typeof body === "string" ||
			body instanceof FormData ||
			body instanceof Uint8Array;
		const response = await fetch(
			url + (path.startsWith("//") ? path.slice(1) : `/api/v1${path}`),
			{
				method,
				redirect: "manual",
				headers: {
					...(token !== null && { authorization: `Bearer ${token}` }),
					...(!raw && { "content-type": "application/json" }),
					...headers
				},
				body: raw ? (body as BodyInit | undefined) : JSON.stringify(body)
			}
		);
		const text = await answerText(response);
		const json = response.headers.get("content-type")?.includes("json") ?? false;
		return {
			status: response.status,
			headers: response.headers,
			text,
			body: (json && text !== "" ? JSON.parse(text) : {}) as B
		};
	}
	return {
		url,
		id,
		token,
		send,
		get: (path, headers) => send("GET", path, undefined, headers),
		post: (path, body, headers) => send("POST", path, body, headers),
		put: (path, body, headers) => send("PUT", path, body, headers),
		patch: (path, body, headers) => send("PATCH", path, body, headers),
		delete: (path, headers) => send("DELETE", path, undefined, headers)
	};
}

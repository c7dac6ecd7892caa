/** Somebody who works in the demo over HTTP: signed in, from an address and a device of their own. */
import type { Person } from "./people.ts";

export interface Answer {
	status: number;
	body: Record<string, unknown>;
}

/** A page of a list, as far as a visitor looks at it. */
export interface Listed {
	data: { id: string }[];
	total: number;
}

const UNAUTHENTICATED = 401;

export class Visitor {
	readonly person: Person;
	readonly #url: string;
	readonly #password: string;
	#token: string | null = null;

	constructor(url: string, person: Person, password: string) {
		this.#url = url;
		this.person = person;
		this.#password = password;
	}

	/** A token that has run out is replaced by signing in again. */
	async send(method: string, path: string, body?: object): Promise<Answer> {
		this.#token ??= await this.#signIn();
		const answer = await this.#fetch(method, path, body);
		if (answer.status !== UNAUTHENTICATED) return answer;
		this.#token = await this.#signIn();
		return this.#fetch(method, path, body);
	}

	async list(path: string): Promise<Listed> {
		const { body } = await this.send("GET", path);
		return { data: [], total: 0, ...body };
	}

	/** Opens a plain WebSocket that hears the changes of a collection. */
	async listen(collection: string): Promise<WebSocket> {
		this.#token ??= await this.#signIn();
		const socket = new WebSocket(
			`${this.#url.replace(/^http/, "ws")}/ws?token=${encodeURIComponent(this.#token)}`
		);
		socket.addEventListener("open", () =>
			socket.send(JSON.stringify({ type: "subscribe", collection }))
		);
		// A kernel that stops ends it, which is nobody's concern.
		socket.addEventListener("error", () => undefined);
		return socket;
	}

	/** Tries a password of somebody else's, as from that person's own device. */
	async trySignIn(person: Person, password: string): Promise<void> {
		await new Visitor(this.#url, person, password).#signIn().catch(() => undefined);
	}

	async #signIn(): Promise<string> {
		const { email: username } = this.person;
		const account = { username, password: this.#password };
		this.#token = null;
		const { status, body } = await this.#fetch("POST", "/auth/login", account);
		if (status === 200) return body.access_token as string;
		throw new Error(`${username} could not sign in: ${String(body.detail ?? status)}`);
	}

	async #fetch(method: string, path: string, body?: object): Promise<Answer> {
		const isForm = body instanceof FormData;
		const response = await fetch(`${this.#url}/api/v1${path}`, {
			method,
			headers: {
				"x-forwarded-for": this.person.address,
				"user-agent": this.person.userAgent,
				...(this.#token !== null && { authorization: `Bearer ${this.#token}` }),
				...(body && !isForm && { "content-type": "application/json" })
			},
			...(body && { body: isForm ? body : JSON.stringify(body) })
		});
		const text = await response.text();
		const isJson = response.headers.get("content-type")?.includes("json");
		const read = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
		return { status: response.status, body: read };
	}
}

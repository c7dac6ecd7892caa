/** The people of the access matrix, and what requests need to be about. */
import { createClient, type Client } from "../../support/client.ts";
import { startTestKernel, type TestKernel } from "../../support/kernel.ts";
import { bundledPlugins } from "../../support/bundled-plugins.ts";
import type { Who } from "./matrix.ts";

export const PASSWORD = "Wren-42-Lantern";

/** A person who signed in for one request, whose sessions and password may go. */
export interface Passenger {
	api: Client;
	email: string;
	refreshToken: string;
}

const ROLES: Partial<Record<Who, string>> = {
	student: "student",
	owner: "student",
	teacher: "teacher",
	admin: "admin"
};

export class Stage {
	readonly kernel: TestKernel;
	readonly admin: Client;
	/** Who owns what requests are about. */
	readonly owner: Client;
	/** Who owns exercises and content, which students cannot make. */
	readonly author: Client;
	/** A member of the owner's projects. */
	readonly friend: Client;
	/** API keys of the owner and the author, with the scope of a service that a request is not about. */
	readonly #keys: Record<string, string> = {};
	readonly #strangers: Record<string, Client>;
	readonly #shared = new Map<string, Promise<unknown>>();
	#count = 0;

	private constructor(kernel: TestKernel, people: Record<string, Client>) {
		this.kernel = kernel;
		this.admin = people.admin!;
		this.owner = people.owner!;
		this.author = people.author!;
		this.friend = people.friend!;
		this.#strangers = { student: people.student!, teacher: people.teacher! };
	}

	static async open(): Promise<Stage> {
		const kernel = await startTestKernel({ plugins: await bundledPlugins() });
		const people = {
			admin: await kernel.as("admin"),
			student: await kernel.as("student"),
			teacher: await kernel.as("teacher"),
			owner: await kernel.as("owner"),
			friend: await kernel.as("friend"),
			author: await kernel.as("author", "teacher")
		};
		const stage = new Stage(kernel, people);
		for (const scope of ["lockouts.read", "users.read"])
			for (const who of ["owner", "author"] as const) {
				const { body } = await people[who].post("/api-keys", {
					name: "Idle",
					scopes: [scope]
				});
				stage.#keys[`${who} ${scope}`] = body.key as string;
			}
		return stage;
	}

	/** Who sends the request of a cell. */
	client(who: Who, route: string): Client {
		const owner = /\/(?:exercises|content|quality)/.test(route.replace(/\/:id\/content$/, ""))
			? "author"
			: "owner";
		if (who === "guest") return this.kernel.guest;
		if (who === "admin") return this.admin;
		if (who === "owner") return this[owner];
		return who === "key" ? this.#withKey(owner, route) : this.#strangers[who]!;
	}

	#withKey(owner: string, route: string): Client {
		const scope = route.includes("/lockouts") ? "users.read" : "lockouts.read";
		const headers = { "x-api-key": this.#keys[`${owner} ${scope}`]! };
		const { guest } = this.kernel;
		return {
			...guest,
			send: (method, path, body, more) =>
				guest.send(method, path, body, { ...headers, ...more })
		};
	}

	/** A number that no other request has. */
	next(): number {
		return ++this.#count;
	}

	/** What is made at the first request for it and shared by the later ones. */
	async shared<Value>(name: string, make: () => Promise<Value>): Promise<Value> {
		const known = this.#shared.get(name) ?? make();
		this.#shared.set(name, known);
		return known as Promise<Value>;
	}

	/** Somebody of the same role, registered for one request. */
	async passenger(who: Who): Promise<Passenger> {
		const email = `passenger${this.next()}@lyceum.test`;
		const { body, text } = await this.kernel.guest.post<{
			access_token: string;
			refresh_token: string;
			user?: { id: string };
		}>("/auth/register", { email, password: PASSWORD });
		if (!body.user) throw new Error(`${email} could not register: ${text}`);
		const roles = [ROLES[who] ?? "student"];
		if (roles[0] !== "student") await this.admin.patch(`/users/${body.user.id}`, { roles });
		const api = createClient(this.kernel.url, body.access_token, body.user.id);
		return { api, email, refreshToken: body.refresh_token };
	}
}

/** Makes a document and returns its id. */
export async function make(
	client: Client,
	path: string,
	document: Record<string, unknown>
): Promise<string> {
	const { body, text } = await client.post<{ id?: string }>(path, document);
	if (body.id === undefined) throw new Error(`${path} made nothing: ${text}`);
	return body.id;
}

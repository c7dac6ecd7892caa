/** Who sends the requests of a fuzz run, and the documents that they are about. */
import { bundledPlugins } from "../bundled-plugins.ts";
import { createClient, type Client } from "../client.ts";
import { startTestKernel, type Role, type TestKernel } from "../kernel.ts";
import { pingService, uploadForm } from "../plugin-package.ts";
import type { Caller, PathValue } from "./requests.ts";

const PASSWORD = "Another-staple-8-lamp";

/** How many documents of each collection are remembered. */
const MAX_KNOWN = 20;

/** The plugin that requests may disable, change and remove. */
export const UPLOADED = "fuzzed";

const SCOPES = ["projects", "exercises"].flatMap(name => [`${name}.read`, `${name}.write`]);

export class Crew {
	readonly kernel: TestKernel;
	readonly #credentials = new Map<Caller, Record<string, string>>();
	/** The ids of documents by their collection's path. */
	readonly #known = new Map<string, string[]>();
	/** The addresses of those who have the roles. */
	readonly #people = new Map<Role, string>();

	private constructor(kernel: TestKernel) {
		this.kernel = kernel;
	}

	/** A kernel with all plugins, a document of every kind, and somebody of every role. */
	static async muster(): Promise<Crew> {
		const crew = new Crew(await startTestKernel({ plugins: await bundledPlugins() }));
		for (const caller of ["student", "teacher", "admin", "key"] as const)
			await crew.renew(caller);
		await crew.#makeDocuments();
		return crew;
	}

	headersOf(caller: Caller): Record<string, string> {
		return this.#credentials.get(caller) ?? {};
	}

	/** Gives a caller new credentials, after a request that ended the old ones. */
	async renew(caller: Caller): Promise<void> {
		if (caller === "guest") return;
		const role = caller === "key" ? "teacher" : caller;
		const person = (await this.#signIn(role)) ?? (await this.#join(role));
		if (caller !== "key") {
			this.#credentials.set(caller, { authorization: `Bearer ${person.token!}` });
			return;
		}
		const { body } = await person.post("/api-keys", { name: "Fuzz", scopes: SCOPES });
		this.#credentials.set("key", { "x-api-key": body.key as string });
	}

	/** The one who had the role before; null when nobody had, or who had was removed meanwhile. */
	async #signIn(role: Role): Promise<Client | null> {
		const email = this.#people.get(role);
		if (email === undefined) return null;
		const { status, body } = await this.kernel.guest.post<{
			access_token: string;
			user: { id: string };
		}>("/auth/login", { email, password: PASSWORD });
		if (status !== 200) return null;
		return createClient(this.kernel.url, body.access_token, body.user.id);
	}

	/** Somebody new, made by the system itself: a run could take an administrator's rights away. */
	async #join(role: Role): Promise<Client> {
		const email = `${role}-${this.#people.size}-${Date.now()}@lyceum.test`;
		const user = { email, password: PASSWORD, roles: [role] };
		await this.kernel.kernel.broker.call("users.create", user);
		this.#people.set(role, email);
		const client = await this.#signIn(role);
		if (!client) throw new Error(`${email} cannot sign in`);
		return client;
	}

	async #makeDocuments() {
		const { kernel } = this;
		const [admin, teacher] = [await kernel.as("admin"), await this.#join("teacher")];
		const made: [client: Client, path: string, body: Record<string, unknown>][] = [
			[admin, "/projects", { name: "Known" }],
			[teacher, "/projects", { name: "Known too" }],
			[admin, "/users", { email: "known@lyceum.test" }],
			[admin, "/roles", { name: "known", rules: [] }],
			[admin, "/api-keys", { name: "Known", scopes: ["projects.read"] }]
		];
		for (const [client, path, body] of made) {
			const answer = await client.post<{ id: string }>(path, body);
			this.learn(path, answer.body.id);
		}
		await kernel.guest.post("/auth/login", { username: "nobody", password: "wrong" });
		for (const path of ["/exercises", "/sessions", "/lockouts", "/audit"]) {
			const { body } = await admin.get<{ data: { id: string }[] }>(`${path}?sort=id`);
			// The newest session is the teacher's who made the documents.
			this.learn(path, body.data.at(-1)!.id);
		}
		const form = await uploadForm({
			name: UPLOADED,
			service: pingService(UPLOADED, "1.0.0")
		});
		await admin.post("/plugins", form);
	}

	/** Remembers a document, so that later requests may be about it. */
	learn(path: string, id: string): void {
		this.#known.set(path, [...(this.#known.get(path) ?? []), id].slice(-MAX_KNOWN));
	}

	/** The text of a path parameter. */
	resolve(template: string, name: string, value: PathValue): string {
		if (typeof value === "string") return value;
		if (name === "name") return UPLOADED;
		const path = name === "userId" ? "/users" : collectionOf(template);
		const known = this.#known.get(path) ?? [];
		return known[value % Math.max(1, known.length)] ?? String(value);
	}

	stop(): Promise<void> {
		return this.kernel.stop();
	}
}

/** `/api/v1/auth/sessions/{id}` → `/sessions`. */
export function collectionOf(template: string): string {
	return `/${
		template
			.replace("/api/v1/", "")
			.replace(/^auth\//, "")
			.split("/", 1)[0]!
	}`;
}

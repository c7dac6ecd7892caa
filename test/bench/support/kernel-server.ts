/**
 * A kernel under measurement, on the embedded store in a folder of its own, with people who are signed in.
 * Arguments: the folder of its bundled plugins.
 */
import type { EventEmitter } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { routesOf, servicesIn } from "../../../services/gateway/routes.ts";
import { readConfig } from "../../../services/kernel/config.ts";
import { startKernel } from "../../../services/kernel/kernel.ts";
import { newId } from "../../../mixins/index.ts";
import { serveParent } from "./child.ts";
import type { Held } from "./held.ts";
import { watch, watched } from "./turns.ts";

const ADMINISTRATOR = { email: "root@lyceum.test", password: "Correct-horse-7-battery" };

const [pluginsDir = ""] = process.argv.slice(2);
const dataDir = await mkdtemp(path.join(tmpdir(), "lyceum-bench-"));
const kernel = await startKernel(
	readConfig({
		PORT: "0",
		DATA_DIR: dataDir,
		PLUGINS_DIR: pluginsDir,
		LOG_LEVEL: "error",
		RATE_LIMITS: "off",
		// Those who try to sign in come from many addresses.
		TRUST_PROXY: "loopback",
		ADMIN_EMAIL: ADMINISTRATOR.email,
		ADMIN_PASSWORD: ADMINISTRATOR.password
	})
);
const { broker, runtime, url } = kernel;

let storeConnections = 0;
const client = runtime.connection.getClient();
client.on("connectionCreated", () => storeConnections++);
client.on("connectionClosed", () => storeConnections--);

interface Insertable {
	createdAt: string;
	updatedAt: string;
}

serveParent(
	url,
	await people(),
	{ fill, ownThread, insert, forget, reload, held, watch, watched },
	async () => {
		await kernel.stop();
		await rm(dataDir, { recursive: true, force: true });
	}
);

async function people() {
	const admin = await signIn(ADMINISTRATOR);
	const student = { email: "ann@lyceum.test", password: "Another-staple-8-lamp" };
	await post("/users", { ...student, roles: ["student"] }, admin.token);
	const ann = await signIn(student);
	return { admin: admin.token, ann: ann.token, annId: ann.id, pid: String(process.pid) };
}

async function signIn(credentials: object) {
	const { access_token: token, user } = await post("/auth/login", credentials);
	return { token: token as string, id: (user as { id: string }).id };
}

async function post(route: string, body: object, token?: string): Promise<Record<string, unknown>> {
	const response = await fetch(`${url}/api/v1${route}`, {
		method: "POST",
		headers: {
			"content-type": "application/json",
			...(token && { authorization: `Bearer ${token}` })
		},
		body: JSON.stringify(body)
	});
	return (await response.json()) as Record<string, unknown>;
}

/** Stores projects for an owner and for others, half each. */
async function fill({ count, ownerId }: { count: number; ownerId: string }) {
	const now = Date.now();
	const documents = Array.from({ length: count }, (_, index) => ({
		_id: newId(),
		name: `Project ${index}`,
		description: "What the project is about, in a sentence or two of the usual length.",
		status: ["planned", "active", "done"][index % 3],
		tags: [`tag${index % 9}`],
		members: [],
		ownerId: index % 2 ? ownerId : newId(),
		rev: 1,
		createdAt: new Date(now - index * 1000),
		updatedAt: new Date(now - index * 1000)
	}));
	await runtime.connection.collection("projects").insertMany(documents as never[]);
	return documents.filter(document => document.ownerId === ownerId).map(document => document._id);
}

/** Stores documents as they are; their times come as text. */
async function insert({ collection, documents }: { collection: string; documents: Insertable[] }) {
	const stored = documents.map(({ createdAt, updatedAt, ...rest }) => ({
		...rest,
		createdAt: new Date(createdAt),
		updatedAt: new Date(updatedAt)
	}));
	await runtime.connection.collection(collection).insertMany(stored);
}

/** Writes what may be any project, so that nothing that was read of them is kept. */
async function forget() {
	const projects = runtime.connection.collection("projects");
	await projects.updateMany({ name: "There is none" }, { $set: { name: "None" } });
}

/** Reloads a plugin's unchanged bytes, `count` times. */
async function reload({ name, count }: { name: string; count: number }) {
	for (let round = 0; round < count; round++) await broker.call("plugins.reload", { name });
}

/** What a process holds on to, by name; timers and handles by Node's own names, such as `Timeout`. */
function held(): Held {
	const held: Held = {
		services: broker.services.length,
		models: Object.keys(runtime.connection.models).length,
		actions: broker.registry.getActionList({}).length,
		routes: routesOf(servicesIn(broker)).length,
		listeners: listeners(broker.localBus as unknown as EventEmitter) + listeners(process)
	};
	for (const name of process.getActiveResourcesInfo()) held[name] = (held[name] ?? 0) + 1;
	// The driver opens as many as were needed at once, up to a limit.
	held.TCPSocketWrap! -= storeConnections;
	return held;
}

function listeners(emitter: EventEmitter) {
	return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
}

/** CPU time of the kernel's own thread, in milliseconds; `cpu` also counts those of the store and of V8. */
function ownThread() {
	const { user, system } = process.threadCpuUsage();
	return (user + system) / 1000;
}

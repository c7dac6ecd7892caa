/** A kernel for a test: its own data folder, a free port, people of every role, and a record of events. */
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import mongoose from "mongoose";
import { readConfig, type Config } from "../../services/kernel/config.ts";
import { startKernel, type RunningKernel } from "../../services/kernel/kernel.ts";
import { databaseUrl } from "./store-url.ts";
import { createClient, type Client } from "./client.ts";

const BUNDLED = path.resolve(import.meta.dirname, "../../plugins");
const PACKAGES = path.resolve(import.meta.dirname, "../../node_modules");
const FIXTURES = path.resolve(import.meta.dirname, "../fixtures/plugins");

/** The administrator of every kernel under test. */
const ADMINISTRATOR = { email: "root@lyceum.test", password: "Correct-horse-7-battery" };
const PASSWORD = "Another-staple-8-lamp";

/** The event that a request causes at any moment after its answer. */
const LATER = "notifications.notification.created";

export type Role = "student" | "teacher" | "admin";

export interface TestKernel {
	kernel: RunningKernel;
	url: string;
	config: Config;
	/** The folder of plugins that this kernel takes for the bundled ones: a copy, free to change. */
	pluginsDir: string;
	/**
	 * The names of the events that were sent since the start or the last `events.length = 0`, but for those of new
	 * notifications: these are made some time after what they tell of.
	 */
	events: string[];
	/** A client without a token. */
	guest: Client;
	/** A client that is signed in as the user of that name, made with that role at its first use. */
	as(name: string, role?: Role): Promise<Client>;
	stop(): Promise<void>;
}

export interface TestKernelOptions {
	/** The plugins that are there: names of bundled ones, or folders; none by default. */
	plugins?: string[];
	/** Plugins of `test/fixtures/plugins` that are there beside them. */
	fixtures?: string[];
	/** Environment variables beside those that a test kernel needs. */
	environment?: Record<string, string>;
	/** The data folder of an earlier kernel; it is kept then. */
	dataDir?: string;
}

export async function startTestKernel({
	plugins = [],
	fixtures = [],
	environment = {},
	dataDir
}: TestKernelOptions = {}): Promise<TestKernel> {
	const folder = await mkdtemp(path.join(tmpdir(), "lyceum-test-"));
	const pluginsDir = path.join(folder, "plugins");
	await copyPlugins(plugins, pluginsDir);
	// A bundled plugin takes the packages that it depends on from the project's.
	await symlink(PACKAGES, path.join(folder, "node_modules"));
	for (const name of fixtures)
		await cp(path.join(FIXTURES, name), path.join(pluginsDir, name), { recursive: true });
	const config = readConfig({
		PORT: "0",
		DATA_DIR: dataDir ?? path.join(folder, "data"),
		PLUGINS_DIR: pluginsDir,
		LOG_LEVEL: process.env.LOG_LEVEL ?? "fatal",
		ADMIN_EMAIL: ADMINISTRATOR.email,
		ADMIN_PASSWORD: ADMINISTRATOR.password,
		RATE_LIMITS: "off",
		// The tests of the console build it once, for all of them.
		CONSOLE_BUILD: "off",
		...(process.env.MONGO_URL && { MONGO_URL: ownDatabase(process.env.MONGO_URL) }),
		...environment
	});
	const kernel = await startKernel(config).catch(async error => {
		await rm(folder, { recursive: true, force: true });
		throw error;
	});
	const stop = async () => {
		if (config.mongoUrl) await dropDatabase(kernel);
		await kernel.stop();
		await rm(folder, { recursive: true, force: true });
	};
	const events = recordEvents(kernel);
	const people = new Map<string, Promise<Client>>();
	const guest = createClient(kernel.url);
	// Whoever gets no kernel cannot stop it either.
	const administrator = await signIn(guest, ADMINISTRATOR).catch(async error => {
		await stop();
		throw error;
	});
	return {
		kernel,
		url: kernel.url,
		config,
		pluginsDir,
		events,
		guest,
		as(name, role = name === "admin" || name === "teacher" ? name : "student") {
			if (name === "admin") return Promise.resolve(administrator);
			const known = people.get(name) ?? makePerson(guest, administrator, name, role);
			people.set(name, known);
			return known;
		},
		stop
	};
}

async function copyPlugins(names: string[], target: string) {
	await mkdir(target, { recursive: true });
	for (const name of names) {
		const folder = path.resolve(BUNDLED, name);
		await cp(folder, path.join(target, path.basename(folder)), { recursive: true });
	}
}

async function makePerson(guest: Client, admin: Client, name: string, role: Role) {
	const email = `${name}@lyceum.test`;
	const answer = await admin.post("/users", { email, password: PASSWORD, roles: [role] });
	if (answer.status !== 201)
		throw new Error(`${email} could not be made: ${JSON.stringify(answer.body)}`);
	return signIn(guest, { email, password: PASSWORD });
}

async function signIn(guest: Client, account: { email: string; password: string }) {
	const { status, body } = await guest.post("/auth/login", account);
	if (status !== 200)
		throw new Error(`${account.email} could not sign in: ${JSON.stringify(body)}`);
	const { access_token: token, user } = body as { access_token: string; user: { id: string } };
	return createClient(guest.url, token, user.id);
}

function recordEvents({ broker }: RunningKernel) {
	const events: string[] = [];
	const emit = broker.emit.bind(broker);
	broker.emit = ((name: string, ...rest: unknown[]) => {
		if (name !== LATER) events.push(name);
		return (emit as (...all: unknown[]) => unknown)(name, ...rest);
	}) as typeof broker.emit;
	return events;
}

/** Several kernels under test share an engine, each with a database of its own. */
function ownDatabase(url: string) {
	return databaseUrl(url, `test${new mongoose.Types.ObjectId().toHexString()}`);
}

async function dropDatabase({ runtime }: RunningKernel) {
	await runtime.connection.dropDatabase();
}

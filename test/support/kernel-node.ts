/** A kernel in a process of its own, with the plugin `toil`: prints its address and an administrator's token. */
import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readConfig } from "../../services/kernel/config.ts";
import { startKernel } from "../../services/kernel/kernel.ts";
import { createClient } from "./client.ts";

const FIXTURES = path.resolve(import.meta.dirname, "../fixtures/plugins");
async function onlyToil(): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), "lyceum-toil-"));
	await cp(path.join(FIXTURES, "toil"), path.join(folder, "toil"), { recursive: true });
	return folder;
}

const account = { email: "root@lyceum.test", password: "Correct-horse-7-battery" };

const { url } = await startKernel(
	readConfig({
		...process.env,
		PORT: "0",
		LOG_LEVEL: process.env.LOG_LEVEL ?? "fatal",
		PLUGINS_DIR: await onlyToil(),
		ADMIN_EMAIL: account.email,
		ADMIN_PASSWORD: account.password,
		RATE_LIMITS: "off"
	})
);
const { body } = await createClient(url).post<{ access_token: string }>("/auth/login", account);
console.log(JSON.stringify({ url, token: body.access_token }));

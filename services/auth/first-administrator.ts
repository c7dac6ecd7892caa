/** Makes the first administrator, so that a new installation can be signed in to. */
import { setTimeout } from "node:timers/promises";
import { hasType, type LyceumBroker } from "../../mixins/index.ts";
import { ConfigError } from "../kernel/config.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { ADMINISTRATOR_ROLE } from "../users/roles.ts";
import { firstPassword } from "./first-password.ts";
import { passwordProblems } from "./password-rules.ts";

/** A name that is reserved for the machine itself, so that mail to it goes nowhere. */
export const DEFAULT_EMAIL = "admin@lyceum.localhost";

/** A machine on which no password is hashed within minutes is not one to start on. */
const MAX_TRIES = 30;
const BETWEEN_TRIES_MS = 1000;

export interface NewAdministrator {
	email: string;
	/** The password that was drawn; null when it came from the settings. */
	password: string | null;
}

/**
 * Makes an administrator from the settings when there is none; null when there is one already, also
 * when another node was faster. Throws a `ConfigError` for settings that no account can be made from.
 */
export async function ensureAdministrator(broker: LyceumBroker): Promise<NewAdministrator | null> {
	if (await hasAdministrator(broker)) return null;
	const { adminEmail, adminPassword } = (broker.kernel as Runtime).config;
	if (adminPassword !== null) requireStrong(adminPassword);
	const email = adminEmail ?? DEFAULT_EMAIL;
	const password = adminPassword ?? firstPassword();
	try {
		await create(broker, { email, password, roles: [ADMINISTRATOR_ROLE] });
	} catch (error) {
		if (hasType(error, "REQUEST_INVALID")) throw badAddress();
		if (!hasType(error, "DOCUMENT_DUPLICATE")) throw error;
		if (await hasAdministrator(broker)) return null;
		throw addressTaken(email);
	}
	return { email, password: adminPassword === null ? password : null };
}

/** What keeps people from signing in for a moment only makes a start longer. */
async function create(broker: LyceumBroker, user: object): Promise<void> {
	for (let tries = 1; ; tries++)
		try {
			await broker.call("users.create", user);
			return;
		} catch (error) {
			if (tries === MAX_TRIES || !hasType(error, "AUTH_BUSY")) throw error;
			await setTimeout(BETWEEN_TRIES_MS);
		}
}

async function hasAdministrator(broker: LyceumBroker) {
	const filter = { roles: ADMINISTRATOR_ROLE };
	const { total } = await broker.call<{ total: number }, object>("users.count", { filter });
	return total > 0;
}

function requireStrong(password: string) {
	const [problem] = passwordProblems(password, "ADMIN_PASSWORD");
	if (problem)
		throw new ConfigError(
			`ADMIN_PASSWORD: it ${problem.message}, expected ${problem.expected}`
		);
}

function badAddress() {
	return new ConfigError("ADMIN_EMAIL: expected an address such as admin@example.org");
}

function addressTaken(email: string) {
	return new ConfigError(
		`ADMIN_EMAIL: "${email}" belongs to a user who is no administrator, expected another address`
	);
}

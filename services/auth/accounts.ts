/** Checks and changes passwords of users. */
import type { Model } from "mongoose";
import { documentErrors, requestErrors, type Stored } from "../../mixins/index.ts";
import type { CredentialFields } from "../users/credential.model.ts";
import type { UserFields } from "../users/user.model.ts";
import { errors } from "./errors.ts";
import { guessProblems, passwordProblems } from "./password-rules.ts";
import type { Passwords } from "./passwords.ts";
import type { SessionFields } from "./session.model.ts";

export type StoredUser = UserFields & Stored;

/** What of a user decides about each of its requests. */
export type Standing = Pick<UserFields, "roles" | "plan">;
/** A password as it is stored, with those that it follows. */
export interface NewPassword extends Pick<CredentialFields, "passwordHash" | "previousHashes"> {
	/** The hash in whose place it comes; absent for a user's first password. */
	replaces?: string | undefined;
}

interface Stores {
	users: Model<StoredUser>;
	credentials: Model<CredentialFields & Stored>;
	sessions: Model<SessionFields & Stored>;
}

/** How many passwords of a user are not taken again, the current one among them. */
const REMEMBERED = 5;

/** The id of nobody: looked for so that an unknown user costs the same reads as a known one. */
const NOBODY = "";

export class Accounts {
	readonly #users: Stores["users"];
	readonly #credentials: Stores["credentials"];
	readonly #sessions: Stores["sessions"];
	readonly #passwords: Passwords;

	constructor({ users, credentials, sessions }: Stores, passwords: Passwords) {
		this.#users = users;
		this.#credentials = credentials;
		this.#sessions = sessions;
		this.#passwords = passwords;
	}

	/** The user who signs in with this name or address; the refusal does not tell which part is wrong. */
	async verify(login: string, password: string): Promise<StoredUser> {
		const user = await this.find(login);
		const matches = await this.#hasPassword(user?._id ?? NOBODY, password);
		if (!user || !matches) throw errors.INVALID_CREDENTIALS({});
		if (!user.isActive) throw errors.ACCOUNT_DISABLED({});
		return user;
	}

	/** Hashes a password that somebody chose; throws `REQUEST_INVALID` when it breaks the rules. */
	async hash(password: unknown, pointer: string): Promise<string> {
		const problems = passwordProblems(password, pointer);
		if (problems.length > 0) throw requestErrors.INVALID({ errors: problems });
		return this.#passwords.hash(password as string);
	}

	/** Refuses a password that is common or easily guessed by who knows something `about` its owner. */
	async requireStrong(password: unknown, about: unknown[], pointer: string): Promise<void> {
		const problems = passwordProblems(password, pointer);
		if (problems.length === 0) {
			const words = about.filter(word => typeof word === "string");
			const strength = await this.#passwords.judge(password as string, words);
			problems.push(...guessProblems(strength, pointer));
		}
		if (problems.length > 0) throw requestErrors.INVALID({ errors: problems });
	}

	/** Passes when this is the user's password. */
	async requirePassword(userId: string, password: string, pointer: string): Promise<void> {
		if (await this.#hasPassword(userId, password)) return;
		throw errors.WRONG_PASSWORD({ errors: [{ pointer, message: "is not your password" }] });
	}

	/** Hashes another password for a user: a strong one, and none of the last. */
	async preparePassword(userId: string, password: string, pointer: string): Promise<NewPassword> {
		const user = await this.#users.findById(userId).lean();
		const about = [user?.email, user?.username, user?.name];
		await this.requireStrong(password, about, pointer);
		const credential = await this.#credentials.findById(userId).lean();
		const used = credential ? [credential.passwordHash, ...credential.previousHashes] : [];
		await this.#requireNew(password, used, pointer);
		const passwordHash = await this.hash(password, pointer);
		return { passwordHash, previousHashes: used.slice(0, REMEMBERED - 1), replaces: used[0] };
	}

	/**
	 * Takes a password into use that was prepared before; throws `DOCUMENT_CONTENDED` when another one came
	 * first, so that who was shut out by that one does not undo it.
	 */
	async setPassword(userId: string, { replaces, ...password }: NewPassword): Promise<void> {
		const isFirst = replaces === undefined;
		const { matchedCount, upsertedCount } = await this.#credentials.updateOne(
			{ _id: userId, ...(!isFirst && { passwordHash: replaces }) },
			{ ...password, passwordChangedAt: new Date() },
			{ upsert: isFirst }
		);
		if (matchedCount + upsertedCount === 0) throw documentErrors.CONTENDED({ id: userId });
	}

	/** Tells whether a user has signed in from this address lately; as much work for an unknown name. */
	async isKnownAt(login: string, address: string): Promise<boolean> {
		const user = await this.find(login);
		const found = await this.#sessions.exists({ userId: user?._id ?? NOBODY, address });
		return found !== null;
	}

	/** The user with this address or user name; null when there is none. */
	find(login: string): Promise<StoredUser | null> {
		const name = login.trim().toLowerCase();
		return this.#users
			.findOne(name.includes("@") ? { email: name } : { username: name })
			.lean();
	}

	/** The active user who still has the address that a link was mailed to. */
	ownerOf({ userId, email }: { userId: string; email: string }): Promise<StoredUser | null> {
		return this.#users.findOne({ _id: userId, email, isActive: true }).lean();
	}

	/** The names under which a user signs in, the address first. */
	async loginsOf(userId: string): Promise<string[]> {
		const user = await this.#users.findById(userId, { email: 1, username: 1 }).lean();
		return [user?.email, user?.username].filter(name => name !== undefined);
	}

	/** The roles and the plan of an active user; null for any other. */
	async standingOf(userId: string): Promise<Standing | null> {
		const fields = { roles: 1, plan: 1, isActive: 1 };
		const user = await this.#users.findById(userId, fields).lean();
		return user?.isActive ? { roles: user.roles, plan: user.plan } : null;
	}

	/** The roles and the plan of each of the users that is active. */
	async standingsOf(userIds: string[]): Promise<Map<string, Standing>> {
		const active = { _id: { $in: userIds }, isActive: true };
		const users = await this.#users.find(active, { roles: 1, plan: 1 }).lean();
		return new Map(users.map(({ _id, roles, plan }) => [_id, { roles, plan }]));
	}

	async #requireNew(password: string, used: string[], pointer: string) {
		for (const hash of used)
			if (await this.#passwords.matches(password, hash))
				throw requestErrors.INVALID({ errors: [{ pointer, ...usedBefore }] });
	}

	async #hasPassword(userId: string, password: string) {
		const credential = await this.#credentials.findById(userId).lean();
		return this.#passwords.matches(password, credential?.passwordHash ?? null);
	}
}

const usedBefore = {
	message: "is or was your password",
	expected: `none of the last ${REMEMBERED}`
};

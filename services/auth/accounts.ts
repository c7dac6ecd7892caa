/** Checks and changes passwords of users. */
import type { Model } from "mongoose";
import { requestErrors, type Stored } from "../../mixins/index.ts";
import type { CredentialFields } from "../users/credential.model.ts";
import type { UserFields } from "../users/user.model.ts";
import { errors } from "./errors.ts";
import { passwordProblems } from "./password-rules.ts";
import type { Passwords } from "./passwords.ts";

export type StoredUser = UserFields & Stored;

interface Stores {
	users: Model<StoredUser>;
	credentials: Model<CredentialFields & Stored>;
}

/** The id of nobody: looked for so that an unknown user costs the same reads as a known one. */
const NOBODY = "";

export class Accounts {
	readonly #users: Stores["users"];
	readonly #credentials: Stores["credentials"];
	readonly #passwords: Passwords;

	constructor({ users, credentials }: Stores, passwords: Passwords) {
		this.#users = users;
		this.#credentials = credentials;
		this.#passwords = passwords;
	}

	/** The user who signs in with this name or address; the refusal does not tell which part is wrong. */
	async verify(login: string, password: string): Promise<StoredUser> {
		const user = await this.#find(login);
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

	/** Sets another password once the current one has been shown. */
	async changePassword(userId: string, current: string, next: string): Promise<void> {
		if (!(await this.#hasPassword(userId, current))) throw errors.WRONG_PASSWORD(wrongCurrent);
		if (next === current) throw requestErrors.INVALID({ errors: [sameAsBefore] });
		const passwordHash = await this.hash(next, "/newPassword");
		await this.#credentials.updateOne(
			{ _id: userId },
			{ passwordHash, passwordChangedAt: new Date() }
		);
	}

	/** The roles of an active user; null for any other. */
	async rolesOf(userId: string): Promise<string[] | null> {
		const user = await this.#users.findById(userId, { roles: 1, isActive: 1 }).lean();
		return user?.isActive ? user.roles : null;
	}

	async #hasPassword(userId: string, password: string) {
		const credential = await this.#credentials.findById(userId).lean();
		return this.#passwords.matches(password, credential?.passwordHash ?? null);
	}

	#find(login: string) {
		const name = login.trim().toLowerCase();
		return this.#users
			.findOne(name.includes("@") ? { email: name } : { username: name })
			.lean();
	}
}

const wrongCurrent = { errors: [{ pointer: "/currentPassword", message: "is not your password" }] };

const sameAsBefore = {
	pointer: "/newPassword",
	message: "is the current password",
	expected: "another one"
};

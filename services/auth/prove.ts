/** Proves who somebody is: the lock, the password and the second factor, in this order. */
import type { Client, Ctx } from "../../mixins/index.ts";
import type { StoredUser } from "./accounts.ts";
import { clientOf } from "./cookies.ts";
import type { Identity } from "./identity.ts";

/** What somebody shows. */
export interface Proof {
	password: string;
	otp?: string;
}

/** The user who signs in; throws the same for an unknown name and a wrong password. */
export async function proveLogin(
	{ accounts, factors, guard, passwords }: Identity,
	{ address }: Client,
	login: string,
	{ password, otp }: Proof
): Promise<StoredUser> {
	// Before anything is counted in the store: in a storm most tries end here, and have to cost nothing.
	passwords.requireRoom();
	const isKnownHere = () => accounts.isKnownAt(login, address);
	return guard.protect({ login, address, isKnownHere }, async () => {
		const user = await accounts.verify(login, password);
		await factors.require(user._id, otp, "login");
		return user;
	});
}

/** Does for a signed-in caller what a wrong guess makes fail, within the same limits. */
export function guarded<Result>(
	{ guard }: Identity,
	ctx: Ctx<unknown>,
	work: (userId: string) => Promise<Result>
): Promise<Result> {
	const userId = ctx.meta.caller!.id!;
	const { address } = clientOf(ctx);
	const isKnownHere = () => Promise.resolve(true);
	const attempt = { login: `user ${userId}`, userId, address, isKnownHere };
	return guard.protect(attempt, () => work(userId));
}

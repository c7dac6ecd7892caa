/** Tells the owner of an account that somebody guesses its password. */
import type { Template } from "./template.ts";

export const lockedOut: Template<{ at: string; address: string }> = {
	subject: "Too many wrong tries to sign in",
	maxPerHour: 3,
	blocks: ({ at, address }) => [
		`at ${at} somebody at the address ${address} failed to sign in to your account several times. Nobody was let in, and no more tries are taken from there for half an hour.`,
		"If it was you, wait, or say that you have forgotten the password. If it was not, there is nothing to do as long as your password is good and used nowhere else."
	]
};

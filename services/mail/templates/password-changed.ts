/** Tells the owner of an account that its password was changed. */
import type { Template } from "./template.ts";

export const passwordChanged: Template<{ at: string; address: string }> = {
	subject: "Your password was changed",
	maxPerHour: 20,
	blocks: ({ at, address }) => [
		`the password of your account was changed at ${at}, from the address ${address}. Other sessions were ended.`,
		"If it was not you, say that you have forgotten the password, set another one by the link that you get, and tell an administrator."
	]
};

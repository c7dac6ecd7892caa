/** Tells the owner of an account that its second factor was added or taken away. */
import type { Template } from "./template.ts";

export const secondFactorChanged: Template<{ enabled: boolean; at: string; address: string }> = {
	subject: "Your second factor was changed",
	maxPerHour: 20,
	blocks: ({ enabled, at, address }) => [
		`at ${at} the second factor of your account was ${enabled ? "taken into use" : "taken away"}, from the address ${address}.`,
		"If it was not you, change your password and tell an administrator."
	]
};

/** Asks the owner of an address to confirm it. */
import type { Template } from "./template.ts";

export const verifyEmail: Template<{ url: string; hours: number }> = {
	subject: "Confirm your e-mail address",
	maxPerHour: 10,
	blocks: ({ url, hours }) => [
		"an account was made with this address, or an account was given it. With this link you confirm that it is yours.",
		{ url, label: "Confirm the address" },
		`The link is good once, for ${hours} hours. If you know nothing of an account, there is nothing to do.`
	]
};

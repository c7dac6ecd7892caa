/** Lets who has forgotten a password set another one. */
import type { Template } from "./template.ts";

export const resetPassword: Template<{ url: string; hours: number }> = {
	subject: "Set another password",
	maxPerHour: 10,
	blocks: ({ url, hours }) => [
		"somebody, probably you, said that the password of your account is forgotten. With this link you set another one.",
		{ url, label: "Set another password" },
		`The link is good once, for ${hours === 1 ? "an hour" : `${hours} hours`}. If it was not you, there is nothing to do: the password stays as it is.`
	]
};

/** How the console shows sessions, API keys and lock-outs. */
import { defineConsole } from "../../mixins/index.ts";

export const sessionScreens = defineConsole({
	collection: "sessions",
	label: "Sessions",
	singular: "Session",
	icon: "devices",
	title: "device",
	list: ["device", "userId", "address", "lastUsedAt", "expiresAt", "endedAt"],
	form: [
		"userId",
		"device",
		"userAgent",
		"address",
		"lastUsedAt",
		"expiresAt",
		"endedAt",
		"endReason"
	],
	filters: ["userId", "address", "endedAt", "lastUsedAt"],
	labels: { userId: "User", userAgent: "Program", endReason: "Reason of the end" }
});

export const apiKeyScreens = defineConsole({
	collection: "apiKeys",
	label: "API keys",
	singular: "API key",
	icon: "key",
	title: "name",
	list: ["name", "userId", "prefix", "scopes", "lastUsedAt", "expiresAt"],
	form: ["name", "scopes", "expiresAt"],
	filters: ["userId", "name", "scopes", "expiresAt"],
	labels: { userId: "Owner", prefix: "Begins with" }
});

export const lockoutScreens = defineConsole({
	collection: "lockouts",
	label: "Lock-outs",
	singular: "Lock-out",
	icon: "lock_clock",
	title: "login",
	list: ["login", "address", "kind", "tries", "locked", "expiresAt"],
	form: ["login", "address", "kind", "tries", "locked", "expiresAt"],
	filters: ["login", "address", "locked"],
	labels: { login: "Sign-in name" }
});

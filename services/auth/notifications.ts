/**
 * What the owner of an account is notified of. Where a mail of its own tells the same (another password, another
 * second factor) there is none by this way: that one always goes, and cannot be switched off.
 */
import { defineNotification, type JsonSchema, type NotificationKind } from "../../mixins/index.ts";

interface Origin {
	/** When it happened, in words. */
	at: string;
	address: string;
}

const text: JsonSchema = { type: "string" };

function withOrigin(more: Record<string, JsonSchema> = {}): JsonSchema {
	const properties = { at: text, address: text, ...more };
	return { type: "object", properties, required: Object.keys(properties) };
}

export const NEW_SIGN_IN = defineNotification<Origin & { device: string }>("auth.newSignIn", {
	description: "Somebody signed in to your account with a device that was not seen before",
	title: "A new device signed in",
	body: "{device} signed in to your account at {at}, from the address {address}. If it was not you, change your password.",
	channels: { socket: true, mail: true },
	schema: withOrigin({ device: text })
});

export const PASSWORD_SET = defineNotification<Origin>("auth.passwordChanged", {
	description: "Your password was changed",
	title: "Your password was changed",
	body: "The password of your account was changed at {at}, from the address {address}. If it was not you, say that you have forgotten it.",
	channels: { socket: true },
	schema: withOrigin()
});

export const FACTOR_CHANGED = defineNotification<Origin & { enabled: boolean; change: string }>(
	"auth.secondFactorChanged",
	{
		description: "The second factor of your account was taken into use or away",
		title: "Your second factor was changed",
		body: "The second factor of your account was {change} at {at}, from the address {address}. If it was not you, change your password.",
		channels: { socket: true },
		schema: withOrigin({ enabled: { type: "boolean" }, change: text })
	}
);

export const accountKinds: NotificationKind[] = [NEW_SIGN_IN, PASSWORD_SET, FACTOR_CHANGED];

export const API_KEY_MADE = defineNotification<Origin & { name: string; prefix: string }>(
	"apiKeys.keyMade",
	{
		description: "An API key of yours was made or replaced by a new one",
		title: "An API key was made",
		body: "The API key “{name}” ({prefix}…) was made at {at}, from the address {address}. If it was not you, remove it and change your password.",
		channels: { socket: true, mail: true },
		schema: withOrigin({ name: text, prefix: text })
	}
);

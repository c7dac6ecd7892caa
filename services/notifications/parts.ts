/** What the actions of the notifications service find on it, and what they share. */
import { accessErrors, type Action, type CollectionMethods, type Ctx } from "../../mixins/index.ts";
import type { Digests } from "./digests.ts";
import type { FanOut } from "./fan-out.ts";
import type { Preferences } from "./preferences.ts";
import type { Retention } from "./retention.ts";

export interface NotificationsThis extends CollectionMethods {
	fanOut: FanOut;
	preferences: Preferences;
	digests: Digests;
	retention: Retention;
}

/** Actions of the notifications service, by name. */
export type NotificationActions = Record<string, Action> & ThisType<NotificationsThis>;

/** The user whom a call is about: its caller. */
export function userOf({ meta }: Ctx<unknown>): string {
	const id = meta.caller?.id;
	if (typeof id === "string") return id;
	throw accessErrors.UNAUTHENTICATED({});
}

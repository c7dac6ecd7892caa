/**
 * Notifications: what users are told of, by kinds that services declare. A kind says what it says to people, which
 * values it says it with, and which ways it may go; each user chooses among these.
 */
import type { Ctx } from "./context.ts";
import type { JsonSchema } from "./json-schema.ts";

/** The ways to a user: the list at `/notifications`, told to open sockets at once, and mail. */
export const CHANNELS = ["socket", "mail"] as const;

export type Channel = (typeof CHANNELS)[number];

/** The ways that a kind may go, each with whether it goes there as long as a user has not chosen. */
export type Channels = Partial<Record<Channel, boolean>>;

/** A kind of notification, see `defineNotification`. */
export interface NotificationKind<Values extends object = object> {
	/** `<service>.<what>`, e.g. `projects.memberAdded`. */
	readonly name: string;
	/** One sentence for who chooses what to be told of. */
	readonly description: string;
	/** A few words; `{name}` stands for the value of that name. */
	readonly title: string;
	/** A sentence or two, with values as in the title. */
	readonly body: string;
	readonly channels: Channels;
	/** What the values have to fit: an object. */
	readonly schema: JsonSchema;
	/** Holds the values' type for the compiler; never set. */
	readonly values?: Values;
}

/** What a notification leads to. */
export interface About {
	collection: string;
	id: string;
}

/** One notification, to one user or to many. */
export interface NewNotification<Values extends object = object> {
	/** Ids of users; who is gone or not active is passed over. */
	to: string | string[];
	values: Values;
	about?: About;
	/** The same key and kind reach a user once, however often they are sent; without it each one counts. */
	key?: string;
}

/** A notification with its kind, as a collection's `notify` answers it. */
export type Notice = NewNotification & { kind: NotificationKind };

/** Declares a kind of notification; the service that sends it names it under `notifies`. */
export function defineNotification<Values extends object>(
	name: string,
	declared: Omit<NotificationKind, "name" | "values">
): NotificationKind<Values> {
	return Object.freeze({ name, ...declared });
}

/**
 * Notifies users, in the open transaction or in one of its own: they are told when it commits, and never
 * otherwise. A plugin's manifest permits the action `notifications.send`.
 */
export async function notify<Values extends object>(
	ctx: Ctx<unknown>,
	{ name }: NotificationKind<Values>,
	{ to, ...notification }: NewNotification<Values>
): Promise<void> {
	await ctx.call("notifications.send", { ...notification, kind: name, to: [to].flat() });
}

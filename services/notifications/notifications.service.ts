/**
 * Notifications: what users are told of, by the kinds that services declare.
 * Promises that what is sent with a change is there when the change is, once for each user and key; that
 * nobody sees another's, administrators included; and that a flood of them is no flood of mails.
 */
import {
	collection,
	defineService,
	documentErrors,
	hasType,
	publish,
	visibleTo,
	type CollectionService,
	type Ctx,
	type PrepareContext,
	type Query,
	type StreamMessage
} from "../../mixins/index.ts";
import { baseName } from "../kernel/conventions.middleware.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { User } from "../users/user.model.ts";
import { abilities } from "./abilities.ts";
import { digestMailer } from "./digest-mail.ts";
import { Digest } from "./digest.model.ts";
import { Digests } from "./digests.ts";
import { errors } from "./errors.ts";
import { FanOut } from "./fan-out.ts";
import type { Kinds } from "./kinds.ts";
import { Notification } from "./notification.model.ts";
import { readAnswer, unreadAnswer } from "./notifications.schema.ts";
import type { NotificationsThis } from "./parts.ts";
import { preferenceActions } from "./preference-actions.ts";
import { Preference } from "./preference.model.ts";
import { Preferences } from "./preferences.ts";
import { Receipt } from "./receipt.model.ts";
import { Receipts } from "./receipts.ts";
import {
	NOTIFICATION_REQUESTED,
	NOTIFICATION_STREAM,
	requestOf,
	streamKeyOf,
	type NotificationRequest,
	type SendNotification
} from "./request.ts";
import { Retention } from "./retention.ts";
import { notificationScreens } from "./console.ts";

const TIDY_EVERY_MS = 60 * 60 * 1000;

/** What waits for its time is mailed so much later at the most. */
const MAIL_EVERY_MS = 5000;
const MINUTE_MS = 60_000;

/** How many changes of "mark all" are made at once. */
const MARKED_AT_ONCE = 20;

const documents = collection(Notification, {
	// They are made by sending, and what they say stays as it was.
	only: ["list", "count", "get", "update", "remove", "restore"],
	prepare: readByNow
});
const { list, get, count, update, remove, restore } = documents.actions;

/** Makes the service's definition; `kinds` are those of all services that run here. */
export function notificationsService(kinds: Kinds) {
	return defineService<NotificationsThis>({
		name: "notifications",
		mixins: [documents],
		console: [notificationScreens],
		abilities,
		publishes: [NOTIFICATION_REQUESTED],

		streams: {
			[NOTIFICATION_STREAM]: {
				handler(
					this: NotificationsThis,
					message: StreamMessage<NotificationRequest>,
					ctx: Ctx
				) {
					return this.fanOut.deliver(message, ctx);
				}
			}
		},

		actions: {
			list: {
				...list,
				summary: "List the caller's notifications",
				description: "The unread ones: `filter[readAt][exists]=false`."
			},

			count: { ...count, summary: "Count the caller's notifications" },

			unreadCount: {
				rest: "GET /unread-count",
				can: "read",
				params: {},
				summary: "Count the caller's unread notifications",
				returns: unreadAnswer,
				async handler(ctx: Ctx) {
					const unread = await this.model(Notification).countDocuments(unreadOf(ctx));
					return { unread };
				}
			},

			...preferenceActions(kinds),

			readAll: {
				rest: "POST /read-all",
				can: "update",
				params: {},
				summary: "Mark all of the caller's notifications as read",
				returns: readAnswer,
				async handler(ctx: Ctx) {
					const found = await this.model(Notification)
						.find(unreadOf(ctx), { _id: 1 })
						.lean();
					const ids = found.map(({ _id }) => _id);
					for (let start = 0; start < ids.length; start += MARKED_AT_ONCE) {
						const some = ids.slice(start, start + MARKED_AT_ONCE);
						await Promise.all(some.map(id => markRead(ctx, id)));
					}
					return { read: ids.length };
				}
			},

			get: { ...get, summary: "Get one of the caller's notifications" },

			update: { ...update, summary: "Mark one notification as read, or unread with null" },

			remove: { ...remove },

			restore: { ...restore },

			/** Sends a notification, within the transaction that is open on this node; see `notify` of the SDK. */
			send: {
				visibility: "protected",
				async handler(ctx: Ctx<SendNotification>): Promise<void> {
					const service = ctx.caller === null ? null : baseName(ctx.caller);
					const kind = kinds.find(ctx.params.kind);
					// Whoever reads a notification believes that it comes from who its kind is named after.
					if (!kind || kind.service !== service)
						throw errors.UNDECLARED({ kind: ctx.params.kind, service });
					const request = requestOf(kind, ctx.params);
					if (request.to.length === 0) return;
					await publish(ctx, NOTIFICATION_REQUESTED, streamKeyOf(request), request);
				}
			},

			/** Takes away what is old or too much, as it is done each hour. */
			tidy: {
				visibility: "protected",
				handler(): Promise<void> {
					return this.retention.run();
				}
			}
		},

		async started() {
			const { kernel } = this.broker;
			const { notificationKeepDays, notificationMailMinutes } = (kernel as Runtime).config;
			const users = this.model(User);
			this.retention = new Retention(this.model(Notification), notificationKeepDays);
			this.preferences = new Preferences(this.model(Preference), kernel);
			this.digests = new Digests({
				kernel,
				model: this.model(Digest),
				pauseMs: notificationMailMinutes * MINUTE_MS,
				send: digestMailer(this.broker, users),
				logger: this.logger
			});
			this.fanOut = new FanOut({
				kernel,
				users,
				receipts: new Receipts(this.model(Receipt)),
				preferences: this.preferences,
				digests: this.digests,
				add: (ctx, notification) => this.addDocument(ctx, notification)
			});
			await Promise.all([
				this.model(Digest).createIndexes(),
				this.model(Receipt).createIndexes()
			]);
			const mailing = setInterval(() => void this.digests.run(), MAIL_EVERY_MS).unref();
			const tidying = setInterval(() => {
				this.retention
					.run()
					.catch(error => this.logger.error("Old notifications were not removed", error));
			}, TIDY_EVERY_MS).unref();
			this.onStop(() => {
				clearInterval(mailing);
				clearInterval(tidying);
				return this.digests.stop();
			});
		}
	});
}

/** What the caller has not read and may mark as read. */
function unreadOf(ctx: Ctx<unknown>): Query {
	return { $and: [visibleTo(ctx, "read", Notification.name), { readAt: null }] };
}

/** One that its user removes meanwhile needs no mark. */
async function markRead(ctx: Ctx<unknown>, id: string) {
	try {
		await ctx.call("notifications.update", { id, readAt: new Date().toISOString() });
	} catch (error) {
		if (!hasType(error, documentErrors.NOT_FOUND.type)) throw error;
	}
}

/** Clocks differ: nothing was read at a time that is still to come. */
function readByNow(
	this: CollectionService,
	document: Record<string, unknown>,
	_context: PrepareContext
) {
	const { readAt } = document;
	if (readAt === undefined || readAt === null) return;
	const [given, now] = [new Date(readAt as string | Date), new Date()];
	if (given > now) document.readAt = now;
}

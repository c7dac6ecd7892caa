/**
 * From one request to the notifications of its users: those who are there and active, each by the ways that the
 * user wants. A part of the users is one transaction, so that a message which comes again goes on where it was.
 */
import type { Model } from "mongoose";
import type { Ctx, Kernel, Stored, StreamMessage } from "../../mixins/index.ts";
import type { UserFields } from "../users/user.model.ts";
import type { Digests } from "./digests.ts";
import { channelsFor, type Preferences } from "./preferences.ts";
import type { Receipts } from "./receipts.ts";
import type { NotificationRequest } from "./request.ts";

type StoredUser = Pick<UserFields & Stored, "_id" | "emailVerified">;

export interface FanOutParts {
	kernel: Kernel;
	users: Model<UserFields & Stored>;
	receipts: Receipts;
	preferences: Preferences;
	digests: Digests;
	/** Stores a notification, which tells the sockets of its user. */
	add: (ctx: Ctx<unknown>, notification: object) => Promise<unknown>;
}

/** Few enough that no transaction keeps the writers of the embedded store waiting. */
const USERS_AT_ONCE = 50;

export class FanOut {
	readonly #parts: FanOutParts;

	constructor(parts: FanOutParts) {
		this.#parts = parts;
	}

	/** Notifies the users of a request who have not been notified of it. */
	async deliver(
		{ id, payload: request }: StreamMessage<NotificationRequest>,
		ctx: Ctx<unknown>
	): Promise<void> {
		const { kernel, receipts } = this.#parts;
		const { kind, to, key = id } = request;
		for (let start = 0; start < to.length; start += USERS_AT_ONCE) {
			const some = to.slice(start, start + USERS_AT_ONCE);
			await kernel.transaction(async () => {
				const fresh = await receipts.take(kind, key, some);
				await this.#notify(ctx, request, fresh);
			});
		}
	}

	async #notify(ctx: Ctx<unknown>, request: NotificationRequest, userIds: string[]) {
		const { preferences } = this.#parts;
		const [users, choices] = [await this.#activeUsers(userIds), await preferences.of(userIds)];
		for (const user of users) {
			const own = choices.get(user._id) ?? [];
			const { socket, mail } = channelsFor(request.kind, request.channels, own);
			if (socket) await this.#list(ctx, request, user);
			if (mail) await this.#mail(request, user);
		}
	}

	#activeUsers(ids: string[]): Promise<StoredUser[]> {
		const active = { _id: { $in: ids }, isActive: true };
		return this.#parts.users.find(active, { emailVerified: 1 }).lean();
	}

	#list(
		ctx: Ctx<unknown>,
		{ kind, title, body, values, about }: NotificationRequest,
		user: StoredUser
	) {
		const said = { kind, title, body, values, ...(about && { about }) };
		return this.#parts.add(ctx, { ...said, userId: user._id });
	}

	/** Nobody is mailed at an address that may be another's. */
	async #mail({ kind, title, body }: NotificationRequest, { _id, emailVerified }: StoredUser) {
		if (emailVerified) await this.#parts.digests.add(_id, { kind, title, body });
	}
}

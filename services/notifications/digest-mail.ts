/** From what waits for a user to the mail about it. */
import type { Model } from "mongoose";
import type { LyceumBroker, Stored } from "../../mixins/index.ts";
import { publicAddress } from "../auth/settings.ts";
import type { SendMail } from "../mail/mail.service.ts";
import type { UserFields } from "../users/user.model.ts";
import type { DigestEntry } from "./digest.model.ts";
import { PREFERENCES_PATH } from "./preferences-page.ts";

type Users = Model<UserFields & Stored>;

/** Makes what puts a mail into the outbox, for a user who is still there and whose address is confirmed. */
export function digestMailer(broker: LyceumBroker, users: Users) {
	return async (userId: string, entries: DigestEntry[], count: number): Promise<void> => {
		const reachable = { _id: userId, isActive: true, emailVerified: true };
		const user = await users.findOne(reachable, { email: 1 }).lean();
		if (!user) return;
		const base = publicAddress(broker).replace(/\/+$/, "");
		const mail: SendMail = {
			kind: "notifications",
			to: user.email,
			values: {
				entries,
				more: count - entries.length,
				preferencesUrl: `${base}${PREFERENCES_PATH}`
			}
		};
		await broker.call("mail.send", mail);
	};
}

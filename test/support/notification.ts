/** A notification for a test that needs one. */
import { newId } from "../../mixins/index.ts";
import type { TestKernel } from "./kernel.ts";
import { waitUntil } from "./wait-until.ts";

/** Notifies a user as the auth service does, and returns the notification's id once it is there. */
export async function makeNotification({ kernel }: TestKernel, userId: string): Promise<string> {
	const at = newId();
	const values = { at, address: "192.0.2.7" };
	const params = { kind: "auth.passwordChanged", to: [userId], values };
	await kernel.broker.call("notifications.send", params, { caller: "auth" } as never);
	const all = kernel.runtime.connection.collection<{ _id: string }>("notifications");
	let id: string | undefined;
	await waitUntil("the notification", async () => {
		id = (await all.findOne({ userId, "values.at": at }))?._id;
		return id !== undefined;
	});
	return id!;
}

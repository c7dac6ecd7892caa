/** Notifications and who wants which. */
import { makeNotification } from "../../../support/notification.ts";
import { newRequests } from "./ask.ts";

const { requests, ask, askCollection } = newRequests();

askCollection({
	path: "/notifications",
	make: ({ kernel, owner }) => makeNotification(kernel, owner.id!),
	body: () => ({}),
	patch: { readAt: "2026-01-15T09:30:00Z" },
	owner: ({ owner }) => owner,
	without: ["POST /notifications", "PUT /notifications/:id", "GET /notifications/:id/history"]
});
ask("GET //notification-preferences");
for (const path of ["unread-count", "kinds", "preferences"]) ask(`GET /notifications/${path}`);
ask("PATCH /notifications/preferences", {
	body: { preferences: [{ kind: "apiKeys.keyMade", channel: "mail", wanted: true }] }
});
ask("POST /notifications/read-all");

export const notificationsRequests = requests;

/** Tells what somebody was notified of, several things at once. */
import type { Template } from "./template.ts";

interface Told {
	kind: string;
	title: string;
	body: string;
}

export const notifications: Template<{ entries: Told[]; more: number; preferencesUrl: string }> = {
	subject: "You have new notifications",
	maxPerHour: 60,
	blocks: ({ entries, more, preferencesUrl }) => [
		"this is new for you:",
		...entries.map(({ kind, title, body }) => `${title}: ${body} (${kind})`),
		...(more > 0 ? [`And ${more} more.`] : []),
		{ url: preferencesUrl, label: "Choose what you are told of, and how" }
	]
};

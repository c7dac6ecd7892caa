/** The routes by which users choose what they are told of, and the page for it that mails lead to. */
import { randomBytes } from "node:crypto";
import {
	CHANNELS,
	requestErrors,
	type Channel,
	type Ctx,
	type InputProblem
} from "../../mixins/index.ts";
import { showPage } from "../mail/linked-page.ts";
import type { DeclaredKind, Kinds } from "./kinds.ts";
import { kindsAnswer, preferencesAnswer } from "./notifications.schema.ts";
import { userOf, type NotificationActions } from "./parts.ts";
import type { Choice } from "./preference.model.ts";
import { channelsFor, type Choosing } from "./preferences.ts";
import { preferencesPage, PREFERENCES_PATH } from "./preferences-page.ts";

const MAX_CHOICES = 100;

/** Makes the actions; `kinds` are those of all services that run here. */
export function preferenceActions(kinds: Kinds): NotificationActions {
	return {
		kinds: {
			rest: "GET /kinds",
			can: "read",
			params: {},
			summary: "List the kinds of notification that running services send",
			returns: kindsAnswer,
			handler() {
				const data = kinds.all().map(toKind);
				return { data, total: data.length };
			}
		},

		preferences: {
			rest: "GET /preferences",
			can: "read",
			params: {},
			summary: "Tell by which ways the caller is told of each kind",
			returns: preferencesAnswer,
			async handler(ctx: Ctx) {
				return preferencesFrom(kinds, await this.preferences.ofUser(userOf(ctx)));
			}
		},

		choose: {
			rest: "PATCH /preferences",
			can: "update",
			params: {
				preferences: {
					type: "array",
					min: 1,
					max: MAX_CHOICES,
					items: {
						type: "object",
						strict: true,
						props: {
							kind: { type: "string", min: 1, max: 100 },
							channel: { type: "enum", values: [...CHANNELS] },
							wanted: { type: "boolean", nullable: true }
						}
					}
				}
			},
			summary: "Choose by which ways the caller is told of some kinds",
			description: "Null goes back to how the kind is declared; what is not named stays.",
			example: {
				preferences: [{ kind: "apiKeys.keyMade", channel: "mail", wanted: false }]
			},
			returns: preferencesAnswer,
			async handler(ctx: Ctx<{ preferences: Choosing[] }>) {
				const { preferences } = ctx.params;
				const problems = preferences.flatMap((choosing, index) =>
					choiceProblems(kinds, choosing, `/preferences/${index}`)
				);
				if (problems.length > 0) throw requestErrors.INVALID({ errors: problems });
				const userId = userOf(ctx);
				await this.preferences.choose(userId, preferences);
				return preferencesFrom(kinds, await this.preferences.ofUser(userId));
			}
		},

		preferencesPage: {
			rest: { method: "GET", fullPath: PREFERENCES_PATH },
			can: "public",
			params: {},
			summary: "Show the page on which who is signed in chooses what to be told of",
			returns: { type: "text/html", schema: { type: "string" } },
			handler: (ctx: Ctx) =>
				showPage(ctx, preferencesPage(randomBytes(16).toString("base64")))
		}
	};
}

function toKind({ name: kind, service, description, title, body, channels, schema }: DeclaredKind) {
	return { kind, service, description, title, body, channels, schema };
}

function preferencesFrom(kinds: Kinds, choices: Choice[]) {
	const data = kinds.all().map(({ name: kind, service, description, channels }) => ({
		kind,
		service,
		description,
		channels: channelsFor(kind, channels, choices),
		defaults: channels
	}));
	return { data, total: data.length };
}

/** What cannot be chosen: a kind that nobody declares, a way that it does not go. */
function choiceProblems(kinds: Kinds, { kind, channel }: Choosing, path: string): InputProblem[] {
	const known = kinds.find(kind);
	if (!known) {
		const expected = `one of ${kinds
			.all()
			.map(({ name }) => name)
			.join(", ")}`;
		return [{ pointer: `${path}/kind`, message: "is no kind", value: kind, expected }];
	}
	const offered = Object.keys(known.channels) as Channel[];
	if (offered.includes(channel)) return [];
	const message = `is no way that ${kind} goes`;
	const expected = `one of ${offered.join(", ")}`;
	return [{ pointer: `${path}/channel`, message, value: channel, expected }];
}

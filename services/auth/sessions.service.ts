/**
 * Sessions, as their users and administrators see and end them.
 * Promises that an ended session's tokens and cookies are refused at once, on other nodes within a second.
 */
import { collection, defineService, type Ctx } from "../../mixins/index.ts";
import type { SessionCaller } from "./authenticate.ts";
import { callForOwner } from "./calls.ts";
import { clearCookies } from "./cookies.ts";
import { errors } from "./errors.ts";
import { SESSIONS_ENDED } from "./events.ts";
import { RefreshToken } from "./refresh-token.model.ts";
import { RefreshTokens } from "./refresh-tokens.ts";
import { Session } from "./session.model.ts";
import { Sessions } from "./sessions.ts";
import { usesHttps } from "./settings.ts";
import { sessionScreens } from "./console.ts";

// Sessions are made by signing in, and their end is final.
const documents = collection(Session, { only: ["list", "count", "get", "remove"] });
const { list, remove } = documents.actions;

interface Page {
	data: { id: string }[];
}

interface SessionsThis {
	sessions: Sessions;
}

export default defineService<SessionsThis>({
	name: "sessions",
	mixins: [documents],
	console: [sessionScreens],

	actions: {
		remove: {
			...remove,
			summary: "End one session of anybody",
			versioned: false,
			params: { id: "string" },
			async handler(ctx: Ctx<{ id: string }>): Promise<void> {
				const { id } = ctx.params;
				if (!(await this.sessions.end(id, "revoked")))
					throw errors.SESSION_NOT_FOUND({ id });
			}
		},

		listOwn: {
			rest: { method: "GET", basePath: "/auth", path: "/sessions" },
			can: "authenticated",
			summary: "List the caller's open sessions",
			description: "The one that the request belongs to is marked as `current`.",
			paged: true,
			input: list.input,
			returns: list.returns,
			async handler(ctx: Ctx<{ filter?: unknown }>) {
				const { id, sessionId } = ctx.meta.caller as SessionCaller;
				const page = await callForOwner<Page>(ctx, "sessions.list", {
					...ctx.params,
					filter: onlyOpen(ctx.params.filter, id)
				});
				const data = page.data.map(session => ({
					...session,
					current: session.id === sessionId
				}));
				return { ...page, data };
			}
		},

		endOwn: {
			rest: { method: "DELETE", basePath: "/auth", path: "/sessions/:id" },
			can: "authenticated",
			summary: "End one of the caller's sessions",
			params: { id: "string" },
			returns: { status: 204 },
			async handler(ctx: Ctx<{ id: string }>): Promise<void> {
				const { id } = ctx.params;
				const { id: userId, sessionId } = ctx.meta.caller as SessionCaller;
				if (!(await this.sessions.end(id, "revoked", userId)))
					throw errors.SESSION_NOT_FOUND({ id });
				if (id === sessionId) clearCookies(ctx, usesHttps(this.broker));
			}
		},

		endAllOwn: {
			rest: { method: "DELETE", basePath: "/auth", path: "/sessions" },
			can: "authenticated",
			summary: "End all of the caller's sessions",
			params: { others: { type: "boolean", optional: true, convert: true } },
			returns: { status: 204 },
			async handler(ctx: Ctx<{ others?: boolean }>): Promise<void> {
				const { id, sessionId } = ctx.meta.caller as SessionCaller;
				const { others = false } = ctx.params;
				await this.sessions.endAll(id, "revoked", others ? sessionId : undefined);
				if (!others) clearCookies(ctx, usesHttps(this.broker));
			}
		}
	},

	started() {
		this.sessions = new Sessions(
			this.model(Session),
			new RefreshTokens(this.model(RefreshToken)),
			ended => void this.broker.broadcast(SESSIONS_ENDED.name, ended)
		);
	}
});

/** What is no filter is left to the list to refuse. */
function onlyOpen(filter: unknown, userId: string) {
	if (filter !== undefined && (typeof filter !== "object" || filter === null)) return filter;
	const open = { endedAt: { exists: false }, expiresAt: { gt: new Date() } };
	return { ...filter, userId, ...open };
}

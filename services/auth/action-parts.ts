/** What the declarations and handlers of the auth actions share. */
import type { Action, Ctx, JsonSchema } from "../../mixins/index.ts";
import type { SessionCaller } from "./authenticate.ts";
import { MAX_BODY_BYTES } from "./bodies.ts";
import type { Body } from "./body.ts";
import type { AuthThis } from "./identity.ts";

/** Actions of the auth service, by name. */
export type AuthActions = Record<string, Action> & ThisType<AuthThis>;

/** Declares the body that an action takes. */
export function takes({ schema, example }: Body<unknown>) {
	return { input: { body: schema }, example, maxBodyBytes: MAX_BODY_BYTES };
}

/** Declares that an action answers nothing. */
export const nothing = { status: 204 };

/** Declares an object all of whose properties are there. */
export function objectOf(title: string, properties: Record<string, JsonSchema>): JsonSchema {
	return { title, type: "object", properties, required: Object.keys(properties) };
}

/** What is answered is a secret: nothing on the way may keep it. */
export function keepOut(ctx: Ctx<unknown>): void {
	ctx.meta.$responseHeaders = { ...ctx.meta.$responseHeaders, "Cache-Control": "no-store" };
}

/** The session that the request's access token belongs to. */
export function sessionOf({ meta }: Ctx<unknown>): string | undefined {
	return (meta.caller as Partial<SessionCaller> | undefined)?.sessionId;
}

/**
 * The catalogue for visitors who are not signed in. Abilities cannot depend on a setting, so guests have
 * none here: where the setting lets them in, they read with the eyes of a student.
 */
import { accessErrors, requireAbility, type Action, type Ctx, type ServiceMembers } from "lyceum";
import type { Settings } from "./settings.ts";

/** Lets guests use a reading action while the catalogue is public. */
export function openToGuests(action: Action): Action {
	return {
		...action,
		can: "public",
		handler(this: ServiceMembers<Settings>, ctx: Ctx<never>) {
			if (ctx.meta.caller?.kind !== "guest") {
				requireAbility(ctx, "read", "Exercise");
				return action.handler.call(this, ctx);
			}
			if (!this.settings.publicCatalogue) throw accessErrors.UNAUTHENTICATED({});
			return action.handler.call(this, asStudent(ctx));
		}
	};
}

/** A copy, because the caller of a context is also that of the calls before and after this one. */
function asStudent(ctx: Ctx<never>): Ctx<never> {
	const visit = ctx.copy() as Ctx<never>;
	visit.meta = { ...ctx.meta, caller: { ...ctx.meta.caller!, roles: ["student"] } };
	return visit;
}

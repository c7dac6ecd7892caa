/** Checks that were made, and how far those are that run; `quality` makes them. */
import {
	collection,
	definePlugin,
	documentErrors,
	visibleTo,
	type CollectionMethods,
	type Ctx,
	type Returns,
	type Stored
} from "lyceum";
import { asSystem } from "./as-system.ts";
import { checkScreens } from "./console.ts";
import { QualityCheck, type CheckFields } from "./models/check.model.ts";
import { id } from "./schemas.ts";

export type Settled = Partial<CheckFields> & Pick<CheckFields, "state">;

const checks = collection(QualityCheck, { only: ["list", "get"] });
const { returns } = checks.actions.get as { returns: Returns };

export default definePlugin<CollectionMethods>({
	name: "qualityChecks",
	path: "/quality/checks",
	console: [checkScreens],
	mixins: [checks],

	actions: {
		cancel: {
			rest: "POST /:id/cancel",
			can: { action: "cancel", subject: "QualityCheck" },
			params: { id },
			summary: "Cancel one check",
			description:
				"What it has found so far stays. 409 with the code JOBS_ENDED when it has ended already.",
			versioned: true,
			returns: { ...returns, status: 200 },
			async handler(ctx: Ctx<{ id: string }>) {
				const { id: checkId } = ctx.params;
				const mayCancel = visibleTo(ctx, "cancel", "QualityCheck");
				const check = await this.model(QualityCheck)
					.findOne({ $and: [{ _id: checkId }, mayCancel] })
					.lean<CheckFields & Stored>();
				if (!check)
					throw documentErrors.NOT_FOUND({ subject: "QualityCheck", id: checkId });
				await ctx.call("tasks.cancel", { id: check.taskId });
				return this.changeDocument(ctx, checkId, before => ({
					...before,
					state: "cancelled",
					endedAt: new Date()
				}));
			}
		},

		/** Writes how a check has ended, as a change that whoever listens is told of. */
		settle: {
			visibility: "protected",
			params: { id, fields: { type: "object" } },
			handler(ctx: Ctx<{ id: string; fields: Settled }>) {
				const { id: checkId, fields } = ctx.params;
				return this.changeDocument(asSystem(ctx), checkId, before => ({
					...before,
					...fields,
					endedAt: new Date()
				}));
			}
		}
	}
});

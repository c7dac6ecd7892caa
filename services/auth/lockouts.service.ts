/** Lock-outs, for administrators: who failed to sign in and from where, and letting them try again. */
import { collection, defineService, documentErrors, type Ctx } from "../../mixins/index.ts";
import { Lockout } from "./lockout.model.ts";
import { lockoutScreens } from "./console.ts";

// The guard alone counts, and what it forgets is gone.
const documents = collection(Lockout, { only: ["list", "count", "get", "remove"] });
const { remove } = documents.actions;

export default defineService({
	name: "lockouts",
	mixins: [documents],
	console: [lockoutScreens],

	actions: {
		remove: {
			...remove,
			summary: "Forget failed tries, so that another one can be made at once",
			versioned: false,
			params: { id: "string" },
			async handler(ctx: Ctx<{ id: string }>): Promise<void> {
				const { id } = ctx.params;
				const { deletedCount } = await this.model(Lockout).deleteOne({ _id: id });
				if (deletedCount === 0) throw documentErrors.NOT_FOUND({ subject: "Lockout", id });
			}
		}
	}
});

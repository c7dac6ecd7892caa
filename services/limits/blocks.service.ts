/** Who is blocked for going on over a limit, for administrators, and letting them back. */
import { collection, defineService, documentErrors, type Ctx } from "../../mixins/index.ts";
import { LimitBlock } from "./block.model.ts";
import { WAY_BACK } from "./quota.ts";
import { limitBlockScreens } from "./console.ts";

// Blocks come by themselves, and what was lifted is gone.
const documents = collection(LimitBlock, { only: ["list", "count", "get", "remove"] });
const { list, get, count, remove } = documents.actions;

export default defineService({
	name: "limitBlocks",
	path: "/limits/blocks",
	mixins: [documents],
	console: [limitBlockScreens],

	actions: {
		list: { ...list, limit: WAY_BACK, summary: "List who is or was blocked lately" },
		count: { ...count, limit: WAY_BACK },
		get: { ...get, limit: WAY_BACK },

		remove: {
			...remove,
			limit: WAY_BACK,
			summary: "Lift a block, and forget that there was one",
			description:
				"What was counted is forgotten, too: the next request counts as the first.",
			versioned: false,
			params: { id: "string" },
			async handler(ctx: Ctx<{ id: string }>): Promise<void> {
				const { id } = ctx.params;
				const { deletedCount } = await this.model(LimitBlock).deleteOne({ _id: id });
				if (deletedCount === 0)
					throw documentErrors.NOT_FOUND({ subject: "LimitBlock", id });
				await ctx.call("limits.refresh");
			}
		}
	}
});

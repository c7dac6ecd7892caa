/** How each item stood at its last check. */
import { collection, definePlugin, type CollectionMethods, type Ctx, type Returns } from "lyceum";
import { itemScreens } from "./console.ts";
import { QualityItem } from "./models/item-state.model.ts";
import { id } from "./schemas.ts";

const items = collection(QualityItem, { only: ["list", "get"] });
const { returns } = items.actions.get as { returns: Returns };

export default definePlugin<CollectionMethods>({
	name: "qualityItems",
	path: "/quality/items",
	console: [itemScreens],
	mixins: [items],
	actions: {
		golden: {
			rest: "PUT /:id/golden",
			can: { action: "update", subject: "QualityItem" },
			params: { id, golden: { type: "boolean" } },
			summary:
				"Put one item into the golden set, which others are measured by, or take it out",
			versioned: true,
			returns,
			example: { golden: true },
			handler(ctx: Ctx<{ id: string; golden: boolean }>) {
				const { id: itemId, golden } = ctx.params;
				return this.changeDocument(ctx, itemId, before => ({ ...before, golden }));
			}
		}
	}
});

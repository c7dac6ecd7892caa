/**
 * What is published: for each item at most one document under the item's id, which students read without keys.
 * It is written by the plugin alone, in the transaction of the step that publishes or archives.
 */
import { collection, definePlugin, type CollectionMethods, type Ctx } from "lyceum";
import { publishedScreens } from "./console.ts";
import { entryWrites } from "./library/entries.ts";
import { prepareContent } from "./prepare.ts";
import { PublishedItem } from "./published-item.model.ts";

interface Put {
	id: string;
	/** Null when nothing shall be published any more. */
	fields: object | null;
}

export default definePlugin<CollectionMethods>({
	name: "contentPublished",
	path: "/content/published",
	console: [publishedScreens],
	mixins: [
		collection(PublishedItem, {
			// Earlier versions are for those who write.
			only: ["list", "count", "get"],
			prepare: prepareContent,
			alongside: (_ctx, change) => entryWrites("published", change)
		})
	],

	actions: {
		/** For the plugin's own steps; it has no route. */
		put: {
			handler(ctx: Ctx<Put>) {
				const { id, fields } = ctx.params;
				return this.putDocument(ctx, id, () => fields);
			}
		}
	}
});

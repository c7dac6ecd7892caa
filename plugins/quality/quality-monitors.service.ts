/** Monitors: who wants what to be checked by itself. */
import {
	collection,
	definePlugin,
	requestErrors,
	requireAbility,
	type CollectionMethods
} from "lyceum";
import { monitorScreens } from "./console.ts";
import { itemsOfCollection, readItem } from "./library.ts";
import { QualityMonitor, type MonitorFields } from "./models/monitor.model.ts";
import { nextTime } from "./monitors.ts";

const ONE = "exactly one of itemId, collectionId and all";

export default definePlugin<CollectionMethods>({
	name: "qualityMonitors",
	path: "/quality/monitors",
	console: [monitorScreens],
	mixins: [
		collection(QualityMonitor, {
			only: ["list", "get", "create", "update", "remove"],
			owner: "ownerId",
			async prepare(document, { ctx }) {
				const monitor = document as unknown as MonitorFields;
				const { itemId, collectionId, all } = monitor;
				if (
					[itemId, collectionId, all || undefined].filter(
						each => each !== undefined && each !== null
					).length !== 1
				)
					throw requestErrors.INVALID({
						errors: [{ pointer: "", message: `names not ${ONE}`, expected: ONE }]
					});
				if (all) requireAbility(ctx, "checkAll", "QualityCheck");
				if (itemId) await readItem(ctx, itemId);
				if (collectionId) await itemsOfCollection(ctx, collectionId);
				monitor.nextAt = nextTime(monitor);
			}
		})
	]
});

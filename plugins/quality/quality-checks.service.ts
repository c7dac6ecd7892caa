/** Checks that were made, and how far those are that run; `quality` makes them. */
import { collection, definePlugin, type CollectionMethods } from "lyceum";
import { checkScreens } from "./console.ts";
import { QualityCheck } from "./models/check.model.ts";
import { readOnly } from "./read-only.ts";

export default definePlugin<CollectionMethods>({
	name: "qualityChecks",
	path: "/quality/checks",
	console: [checkScreens],
	mixins: [collection(QualityCheck)],
	actions: readOnly()
});

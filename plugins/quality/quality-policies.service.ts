/** Policies: what rules count for which part of the library, and what holds publishing. */
import { collection, definePlugin, type CollectionMethods } from "lyceum";
import { policyScreens } from "./console.ts";
import { QualityPolicy } from "./models/policy.model.ts";
import { readOnly } from "./read-only.ts";

export default definePlugin<CollectionMethods>({
	name: "qualityPolicies",
	path: "/quality/policies",
	console: [policyScreens],
	mixins: [collection(QualityPolicy)],
	actions: readOnly("create", "replace", "update", "remove", "history")
});

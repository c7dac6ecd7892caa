/** The collections that have views of their own. */
import { lazy, type ComponentType } from "react";
import { suspended } from "../generic/suspended.tsx";

export interface Views {
	list?: ComponentType;
	show?: ComponentType;
	edit?: ComponentType;
	create?: ComponentType;
}

const course = suspended(lazy(() => import("./content/course.ts")));

export const own: Record<string, Views> = {
	content: {
		list: suspended(lazy(() => import("./content/list.ts"))),
		show: suspended(lazy(() => import("./content/show.ts"))),
		edit: suspended(lazy(() => import("./content/edit.ts"))),
		create: suspended(lazy(() => import("./content/create.ts")))
	},
	contentCollections: { show: course, edit: course },
	users: { show: suspended(lazy(() => import("./users/show.ts"))) },
	roles: {
		create: suspended(lazy(() => import("./roles/create.ts"))),
		edit: suspended(lazy(() => import("./roles/edit.ts")))
	},
	apiKeys: { create: suspended(lazy(() => import("./apiKeys/create.ts"))) },
	files: { show: suspended(lazy(() => import("./files/show.ts"))) },
	qualityFindings: {
		list: suspended(lazy(() => import("./quality/findings.ts"))),
		show: suspended(lazy(() => import("./quality/finding.ts")))
	},
	qualityPolicies: {
		edit: suspended(lazy(() => import("./quality/policyEdit.ts"))),
		create: suspended(lazy(() => import("./quality/policyCreate.ts")))
	},
	qualityFeedback: { list: suspended(lazy(() => import("./quality/feedback.ts"))) },
	tasks: { list: suspended(lazy(() => import("./tasks/list.ts"))) },
	auditEntries: { list: suspended(lazy(() => import("./audit/list.ts"))) }
};

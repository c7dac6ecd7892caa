/** The collections that have views of their own. */
import { lazy, type ComponentType } from "react";
import { suspended } from "../generic/suspended.tsx";

export interface Views {
	list?: ComponentType;
	show?: ComponentType;
	edit?: ComponentType;
	create?: ComponentType;
}

export const own: Record<string, Views> = {
	users: { show: suspended(lazy(() => import("./users/show.ts"))) },
	roles: {
		create: suspended(lazy(() => import("./roles/create.ts"))),
		edit: suspended(lazy(() => import("./roles/edit.ts")))
	},
	apiKeys: { create: suspended(lazy(() => import("./apiKeys/create.ts"))) },
	files: { show: suspended(lazy(() => import("./files/show.ts"))) },
	tasks: { list: suspended(lazy(() => import("./tasks/list.ts"))) },
	auditEntries: { list: suspended(lazy(() => import("./audit/list.ts"))) }
};

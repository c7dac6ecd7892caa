/** The views of a collection: those of its own where it has some, the general ones else. */
import { lazy } from "react";
import type { Screen } from "../api/screens.ts";
import { own, type Views } from "../screens/own.ts";
import { suspended } from "./suspended.tsx";

const general: Required<Views> = {
	list: suspended(lazy(() => import("./list/index.ts"))),
	show: suspended(lazy(() => import("./show/index.ts"))),
	edit: suspended(lazy(() => import("./edit/edit.ts"))),
	create: suspended(lazy(() => import("./edit/create.ts")))
};

export function viewsOf({ name, operations }: Screen): Views {
	const { list, show, edit, create } = { ...general, ...own[name] };
	return {
		list,
		...(operations.includes("get") && { show }),
		...(operations.includes("update") && { edit }),
		...(operations.includes("create") && { create })
	};
}

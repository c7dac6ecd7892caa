/** The pages that are about no collection, with where the menu has them and who may see them. */
import Extension from "@mui/icons-material/Extension";
import Insights from "@mui/icons-material/Insights";
import ManageAccounts from "@mui/icons-material/ManageAccounts";
import MonitorHeart from "@mui/icons-material/MonitorHeart";
import QuestionMark from "@mui/icons-material/QuestionMark";
import RateReview from "@mui/icons-material/RateReview";
import RestoreFromTrash from "@mui/icons-material/RestoreFromTrash";
import Stream from "@mui/icons-material/Stream";
import Subject from "@mui/icons-material/Subject";
import TableRows from "@mui/icons-material/TableRows";
import ViewKanban from "@mui/icons-material/ViewKanban";
import { lazy, type ComponentType } from "react";
import { suspended } from "../generic/suspended.tsx";
import type { Right } from "../layout/usePermitted.ts";

export interface PageEntry {
	path: string;
	Page: ComponentType;
	/** The menu's group; null for a page that something else leads to. */
	group: "content" | "quality" | "people" | "operations" | "system" | null;
	label: string;
	Icon: ComponentType<{ fontSize?: "small" | "inherit"; className?: string }>;
	/** Null for everybody who is signed in. */
	right: Right | null;
	/** The collection that it is about: while it does not run, or may not be seen, there is no such page. */
	collection?: string;
}

const plugins: Right = { action: "manage", subject: "Plugin" };

const pages: PageEntry[] = [
	{
		path: "/quality",
		Page: suspended(lazy(() => import("./quality/dashboard.ts"))),
		group: "quality",
		label: "lyceum.quality.dashboard",
		Icon: Insights,
		right: { action: "read", subject: "QualityItem" },
		collection: "qualityItems"
	},
	{
		path: "/qualityBoard",
		Page: suspended(lazy(() => import("./quality/board.ts"))),
		group: "quality",
		label: "lyceum.quality.board",
		Icon: ViewKanban,
		right: { action: "read", subject: "QualityFinding" },
		collection: "qualityFindings"
	},
	{
		path: "/content/table",
		Page: suspended(lazy(() => import("./content/table.ts"))),
		group: null,
		label: "lyceum.content.table",
		Icon: TableRows,
		right: null,
		collection: "content"
	},
	{
		path: "/review",
		Page: suspended(lazy(() => import("./content/review.ts"))),
		group: "content",
		label: "lyceum.content.review",
		Icon: RateReview,
		right: { action: "read", subject: "ContentItem" },
		collection: "content"
	},
	{
		path: "/access",
		Page: suspended(lazy(() => import("./access/index.ts"))),
		group: "people",
		label: "lyceum.access.label",
		Icon: QuestionMark,
		right: { action: "explain", subject: "Access" }
	},
	{
		path: "/plugins",
		Page: suspended(lazy(() => import("./plugins/list.ts"))),
		group: "operations",
		label: "lyceum.plugins.label",
		Icon: Extension,
		right: plugins
	},
	{
		path: "/plugins/:name",
		Page: suspended(lazy(() => import("./plugins/show.ts"))),
		group: null,
		label: "lyceum.plugins.label",
		Icon: Extension,
		right: plugins
	},
	{
		path: "/pages/:plugin/:path",
		Page: suspended(lazy(() => import("../plugin-pages/index.ts"))),
		group: null,
		label: "lyceum.plugins.label",
		Icon: Extension,
		right: null
	},
	{
		path: "/streams",
		Page: suspended(lazy(() => import("./streams/index.ts"))),
		group: "operations",
		label: "lyceum.streams.label",
		Icon: Stream,
		right: { action: "read", subject: "Stream" }
	},
	{
		path: "/logs",
		Page: suspended(lazy(() => import("./logs/index.ts"))),
		group: "operations",
		label: "lyceum.logs.label",
		Icon: Subject,
		right: { action: "read", subject: "Log" }
	},
	{
		path: "/trash",
		Page: suspended(lazy(() => import("./trash/index.ts"))),
		group: "operations",
		label: "lyceum.trash.label",
		Icon: RestoreFromTrash,
		right: null
	},
	{
		path: "/health",
		Page: suspended(lazy(() => import("./health/index.ts"))),
		group: "operations",
		label: "lyceum.health.label",
		Icon: MonitorHeart,
		right: null
	},
	{
		path: "/account",
		Page: suspended(lazy(() => import("./account/index.ts"))),
		group: null,
		label: "lyceum.account.label",
		Icon: ManageAccounts,
		right: null
	}
];

/** The pages of what runs. */
export function pagesFor(screens: readonly { name: string }[]): PageEntry[] {
	return pages.filter(
		({ collection }) =>
			collection === undefined || screens.some(({ name }) => name === collection)
	);
}

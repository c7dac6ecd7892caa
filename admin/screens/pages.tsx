/** The pages that are about no collection, with where the menu has them and who may see them. */
import type { ComponentType } from "react";
import type { Right } from "../layout/usePermitted.ts";

export interface PageEntry {
	path: string;
	Page: ComponentType;
	/** The menu's group; null for a page that something else leads to. */
	group: "content" | "people" | "operations" | "system" | null;
	label: string;
	Icon: ComponentType<{ fontSize?: "small" | "inherit"; className?: string }>;
	/** Null for everybody who is signed in. */
	right: Right | null;
}

export const pages: PageEntry[] = [];

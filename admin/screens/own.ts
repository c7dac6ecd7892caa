/** The collections that have views of their own. */
import type { ComponentType } from "react";

export interface Views {
	list?: ComponentType;
	show?: ComponentType;
	edit?: ComponentType;
	create?: ComponentType;
}

export const own: Record<string, Views> = {};

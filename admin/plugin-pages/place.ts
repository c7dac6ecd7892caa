/** Where a plugin's page is, and what it is called. */
import type { PluginPage } from "../api/screens.ts";

export function placeOf({ plugin, path }: PluginPage): string {
	return `/pages/${plugin}/${path}`;
}

/** The title in a language, English where the plugin has none. */
export function titleOfPage({ title }: PluginPage, locale: string): string {
	return title[locale as keyof PluginPage["title"]] ?? title.en;
}

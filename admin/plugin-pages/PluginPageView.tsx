/** A page that a plugin brings, as long as the plugin is there; another version of it takes its place. */
import { useTranslate } from "react-admin";
import { useParams } from "react-router-dom";
import { useScreens } from "../api/screens.ts";
import { Page } from "../layout/Page.tsx";
import { FramePage } from "./FramePage.tsx";
import { ModulePage } from "./ModulePage.tsx";

export function PluginPageView() {
	const translate = useTranslate();
	const { plugin, path } = useParams();
	const { pages } = useScreens();
	const page = pages.find(one => one.plugin === plugin && one.path === path);
	if (!page)
		return <Page title={translate("ra.page.not_found")}>{translate("lyceum.pages.gone")}</Page>;
	const View = page.kind === "frame" ? FramePage : ModulePage;
	return <View key={page.source} page={page} />;
}

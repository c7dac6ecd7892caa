/** A page of a plugin that nobody has to trust: in a frame that reaches nothing but the bridge beside it. */
import type { PluginPage } from "../api/screens.ts";

export function FramePage({ page }: { page: PluginPage }) {
	return <iframe title={page.path} src={page.source} sandbox="allow-scripts" />;
}

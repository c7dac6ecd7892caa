/** Whether somebody checks content: the plugin that does may be off, or not there at all. */
import { useScreen } from "../../api/screens.ts";

export function useHasQuality(): boolean {
	return useScreen("qualityFindings") !== undefined;
}

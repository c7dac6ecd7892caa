/** The menu and the screens follow the plugins that run and the rights of who looks on. */
import { useQueryClient } from "@tanstack/react-query";
import { loadScreens } from "../api/screens.ts";
import { useChanges } from "../live/useLive.ts";

export function useScreenUpdates() {
	const client = useQueryClient();
	useChanges({ console: true }, () => {
		void loadScreens().catch(() => undefined);
		void client.invalidateQueries({ queryKey: ["plugins"] });
	});
}

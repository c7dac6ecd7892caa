/** Who looks on. */
import { useScreens } from "../../api/screens.ts";

export function useMe(): string | null {
	return useScreens().user;
}

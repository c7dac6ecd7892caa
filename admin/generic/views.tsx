import { ListGuesser, ShowGuesser } from "react-admin";
import type { Screen } from "../api/screens.ts";
export function viewsOf(_screen: Screen) {
	return { list: ListGuesser, show: ShowGuesser };
}

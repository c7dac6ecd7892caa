/** What a collection and one of its documents are called in the reader's language. */
import { useTranslate } from "react-admin";
import type { Screen } from "../api/screens.ts";

export function useScreenName() {
	const translate = useTranslate();
	const nameOf = ({ name, label, singular }: Screen, count: number) =>
		translate(`resources.${name}.name`, {
			smart_count: count,
			_: count === 1 ? singular : label
		});
	return {
		many: (screen: Screen) => nameOf(screen, 2),
		one: (screen: Screen) => nameOf(screen, 1)
	};
}

/** What fields are called: by the messages, the plugin's hints, or their own names. */
import { useTranslate } from "react-admin";
import type { Screen } from "../api/screens.ts";

/** `starterCode` → `Starter code`. */
export function wordsOf(name: string): string {
	const words = name
		.replace(/([a-z0-9])([A-Z])/g, "$1 $2")
		.replace(/[_-]/g, " ")
		.toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Gives the label of a field by its dotted path. */
export function useLabel(screen: Pick<Screen, "name" | "labels">): (path: string) => string {
	const translate = useTranslate();
	return path => {
		const last = path.split(".").at(-1)!;
		const hint = screen.labels[path];
		const common = hint ?? translate(`lyceum.fields.${last}`, { _: wordsOf(last) });
		return translate(`resources.${screen.name}.fields.${path}`, { _: common });
	};
}

/** Gives the word for a value of an enumeration. */
export function useChoice(): (value: unknown) => string {
	const translate = useTranslate();
	return value => {
		const text = String(value);
		return translate(`lyceum.choices.${text}`, { _: wordsOf(text) });
	};
}

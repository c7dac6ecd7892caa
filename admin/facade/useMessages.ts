/** A page's own messages in the reader's language. */
import { useLocale } from "react-admin";

/** A sentence with `{names}` for values; where a number decides, one for `one` and one for `other`. */
type Message = string | { one: string; other: string };

/** The messages of a page by language; English stands in where a language or one of its messages is missing. */
export interface Messages<Key extends string> {
	en: Record<Key, Message>;
	de?: Partial<Record<Key, Message>>;
}

type Values = Record<string, string | number>;

/** Gives what says a message; `count` chooses between one and more. */
export function useMessages<Key extends string>(messages: Messages<Key>) {
	const locale = useLocale();
	const own: Partial<Record<Key, Message>> | undefined = messages[locale as keyof Messages<Key>];
	return (key: Key, values: Values = {}): string => {
		const message = own?.[key] ?? messages.en[key];
		if (typeof message === "string") return filled(message, values);
		const rule = new Intl.PluralRules(locale).select(Number(values.count));
		return filled(rule === "one" ? message.one : message.other, values);
	};
}

function filled(text: string, values: Values): string {
	return text.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
}

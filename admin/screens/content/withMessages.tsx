/** The screens of content bring their messages with them: whoever never opens one loads none. */
import polyglotI18nProvider from "ra-i18n-polyglot";
import { I18nContextProvider, useI18nProvider, type I18nProvider } from "react-admin";
import { useMemo, type ComponentType } from "react";
import { de } from "./messages/de.ts";
import { en } from "./messages/en.ts";

const OWN = "content.";

const own = new Map<string, I18nProvider>(
	Object.entries({ en, de }).map(([locale, content]) => [
		locale,
		polyglotI18nProvider(() => ({ content }) as never, locale, undefined, {
			allowMissing: true
		})
	])
);

/** A view whose messages that begin with `content.` are the ones of this folder. */
export function withMessages(View: ComponentType): ComponentType {
	return function WithMessages() {
		const base = useI18nProvider();
		const both = useMemo(() => joined(base), [base]);
		return (
			<I18nContextProvider value={both}>
				<View />
			</I18nContextProvider>
		);
	};
}

function joined(base: I18nProvider): I18nProvider {
	return {
		...base,
		translate(key: string, options?: object) {
			const locale = base.getLocale();
			const provider = key.startsWith(OWN) ? (own.get(locale) ?? own.get("en")!) : base;
			return provider.translate(key, options);
		}
	};
}

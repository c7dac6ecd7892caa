/** English and German, from message files; the browser's language decides until somebody chooses. */
import polyglotI18nProvider from "ra-i18n-polyglot";
import { de } from "../i18n/de.ts";
import { en } from "../i18n/en.ts";

export const LOCALES = [
	{ locale: "en", name: "English" },
	{ locale: "de", name: "Deutsch" }
];

const messages = { en, de };

export type Locale = keyof typeof messages;

const preferred: Locale = navigator.language.startsWith("de") ? "de" : "en";

export const i18nProvider = polyglotI18nProvider(
	locale => messages[locale as Locale] ?? en,
	preferred,
	LOCALES,
	{ allowMissing: true }
);

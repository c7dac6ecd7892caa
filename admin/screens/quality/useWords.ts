/** The words of quality's screens in the language of the page. */
import polyglotI18nProvider from "ra-i18n-polyglot";
import { useLocale, type TranslationMessages } from "react-admin";
import { de, en } from "./messages.ts";

/** These are a part of the console's messages; react-admin's own are with the others. */
const translated = (messages: object, locale: string) =>
	polyglotI18nProvider(() => messages as TranslationMessages, locale).translate;

const languages = { en: translated(en, "en"), de: translated(de, "de") };

export type Words = (key: string, options?: Record<string, unknown>) => string;

export function useWords(): Words {
	return languages[useLocale() === "de" ? "de" : "en"];
}

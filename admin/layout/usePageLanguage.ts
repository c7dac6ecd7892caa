/** The page says which language it is in: for screen readers, and for how words are parted. */
import { useEffect } from "react";
import { useLocale } from "react-admin";

export function usePageLanguage() {
	const locale = useLocale();
	useEffect(() => {
		document.documentElement.lang = locale;
	}, [locale]);
}

/** A day as the reader writes it. */
import { useLocale } from "react-admin";

export function useDay(): (value: string) => string {
	const locale = useLocale();
	const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
	return value => format.format(new Date(value));
}

/** The end of a day that was chosen, as the API takes it; undefined for none. */
export function endOfDay(day: string): string | undefined {
	return day === "" ? undefined : new Date(`${day}T23:59:59`).toISOString();
}

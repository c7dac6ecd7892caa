/** The columns that somebody chose for a list, in their order; the declared ones until then. */
import { useStore } from "react-admin";
import type { Screen } from "../api/screens.ts";
import { isShort, kindOf } from "./kinds.ts";

export function useColumns(screen: Screen) {
	const [chosen, setChosen] = useStore<string[] | null>(`columns.${screen.name}`, null);
	const possible = columnsOf(screen);
	const columns = (chosen ?? screen.list).filter(column => possible.includes(column));
	return { columns, possible, setColumns: setChosen };
}

/** What fits into a table. */
function columnsOf({ schema, list }: Screen): string[] {
	const short = Object.entries(schema.properties ?? {})
		.filter(([, own]) => isShort(kindOf(own)))
		.map(([name]) => name);
	return [...new Set([...list, ...short])].filter(name => schema.properties?.[name]);
}

/** The filter of the list on the page. */
import { useListContext } from "react-admin";
import type { Condition, ListFilter } from "../../providers/filterQuery.ts";

export function useListFilter() {
	const { filterValues, setFilters } = useListContext();
	const { q = "", where = [] } = filterValues as ListFilter;
	const set = (next: ListFilter) =>
		setFilters({
			...(next.q && { q: next.q }),
			...(next.where && next.where.length > 0 && { where: next.where })
		});
	return {
		q,
		where,
		setWords: (words: string) => set({ q: words, where }),
		setWhere: (conditions: Condition[]) => set({ q, where: conditions }),
		set
	};
}

/** Reads a list page by page to its end, for what is drawn as a whole: at most so many documents. */
import { useQuery } from "@tanstack/react-query";
import { useDataProvider, type RaRecord, type SortPayload } from "react-admin";
import { MAX_PAGE_SIZE } from "../providers/dataProvider.ts";
import type { Condition } from "../providers/filterQuery.ts";

interface PagesOptions {
	where?: Condition[];
	sort?: SortPayload;
	/** The rest is counted, and not read. */
	most?: number;
}

interface Found<Row> {
	data: Row[];
	total: number;
}

/** The documents of a collection; live when the page also calls `useLiveCollection`. */
export function usePages<Row extends RaRecord>(
	collection: string,
	{ where = [], sort = { field: "createdAt", order: "DESC" }, most = 500 }: PagesOptions = {}
) {
	const provider = useDataProvider();
	return useQuery({
		queryKey: [collection, "pages", where, sort, most],
		queryFn: async ({ signal }): Promise<Found<Row>> => {
			const data: Row[] = [];
			for (let page = 1; ; page++) {
				const found = await provider.getList<Row>(collection, {
					pagination: { page, perPage: MAX_PAGE_SIZE },
					sort,
					filter: { where },
					signal
				});
				data.push(...found.data);
				const total = found.total ?? data.length;
				if (data.length >= Math.min(total, most) || found.data.length === 0)
					return { data: data.slice(0, most), total };
			}
		}
	});
}

/** The `Link` header of a page: first, prev, next and last (RFC 8288). */

export interface PageInfo {
	page: number;
	pageSize: number;
	total: number;
}

export function pagingLinks(
	path: string,
	query: string,
	{ page, pageSize, total }: PageInfo
): string {
	const last = Math.max(1, Math.ceil(total / pageSize));
	const pages = {
		first: 1,
		...(page > 1 && { prev: Math.min(page - 1, last) }),
		...(page < last && { next: page + 1 }),
		last
	};
	return Object.entries(pages)
		.map(([relation, number]) => `<${path}?${withPage(query, number)}>; rel="${relation}"`)
		.join(", ");
}

function withPage(query: string, page: number) {
	const parts = query.split("&").filter(part => part !== "" && !part.startsWith("page="));
	return [...parts, `page=${page}`].join("&");
}

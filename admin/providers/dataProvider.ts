/** Documents over the API's conventions: pages, orders, filters, revisions, and errors at their fields. */
import type {
	CreateParams,
	CreateResult,
	DataProvider,
	DeleteParams,
	GetListParams,
	GetListResult,
	GetManyParams,
	GetManyReferenceParams,
	GetManyResult,
	GetOneParams,
	GetOneResult,
	Identifier,
	RaRecord,
	SortPayload,
	UpdateParams
} from "react-admin";
import { request } from "../api/http.ts";
import { screenNamed, type Screen } from "../api/screens.ts";
import { filterQuery, type ListFilter } from "./filterQuery.ts";
import { merge, patchOf } from "./patch.ts";

/** The API's own ceiling. */
export const MAX_PAGE_SIZE = 100;

interface Page<Document> {
	data: Document[];
	total: number;
}

export const dataProvider: DataProvider = {
	async getList<Document extends RaRecord>(
		resource: string,
		params: GetListParams
	): Promise<GetListResult<Document>> {
		const { pagination, sort, filter, signal } = params;
		const { page = 1, perPage = 25 } = pagination ?? {};
		const query = listQuery(page, Math.min(perPage, MAX_PAGE_SIZE), sort, filter);
		const { body } = await request<Page<Document>>(`${pathOf(resource)}?${query}`, { signal });
		return { data: body.data, total: body.total };
	},

	async getOne<Document extends RaRecord>(
		resource: string,
		{ id }: GetOneParams<Document>
	): Promise<GetOneResult<Document>> {
		const { body } = await request<Document>(`${pathOf(resource)}/${encodeURIComponent(id)}`);
		return { data: body };
	},

	async getMany<Document extends RaRecord>(
		resource: string,
		{ ids }: GetManyParams<Document>
	): Promise<GetManyResult<Document>> {
		return { data: await readAll<Document>(resource, "id", ids) };
	},

	async getManyReference<Document extends RaRecord>(
		resource: string,
		params: GetManyReferenceParams
	) {
		const { target, id, filter, ...rest } = params;
		const where = [...((filter as ListFilter).where ?? [])];
		return dataProvider.getList<Document>(resource, {
			...rest,
			filter: { ...filter, where: [...where, { field: target, operator: "eq", value: id }] }
		});
	},

	async create<Document extends RaRecord>(
		resource: string,
		{ data }: CreateParams
	): Promise<CreateResult<Document>> {
		const { body } = await request<Document>(pathOf(resource), {
			method: "POST",
			body: asBody(merge(data))
		});
		return { data: body };
	},

	async update<Document extends RaRecord>(
		resource: string,
		{ id, data, previousData }: UpdateParams<Document>
	) {
		const { rev }: RaRecord = previousData;
		const patch = patchOf(previousData, data);
		if (Object.keys(patch).length === 0) return { data: previousData };
		const { body } = await request<Document>(`${pathOf(resource)}/${encodeURIComponent(id)}`, {
			method: "PATCH",
			// A change is based on the revision that was read.
			headers: rev === undefined ? {} : { "if-match": `"${rev}"` },
			body: patch
		});
		return { data: body };
	},

	async delete<Document extends RaRecord>(
		resource: string,
		{ id, previousData }: DeleteParams<Document>
	) {
		await request(`${pathOf(resource)}/${encodeURIComponent(id)}`, { method: "DELETE" });
		return { data: previousData ?? ({ id } as Document) };
	},

	updateMany: () => Promise.reject(new Error("Several documents are changed by changeMany")),
	deleteMany: () => Promise.reject(new Error("Several documents are removed by changeMany"))
};

/** A body with a file in it is sent as a form, the file last. */
function asBody(fields: Record<string, unknown>): Record<string, unknown> | FormData {
	const entries = Object.entries(fields);
	if (!entries.some(([, value]) => value instanceof File)) return fields;
	const form = new FormData();
	for (const [name, value] of entries)
		if (!(value instanceof File)) form.append(name, asText(value));
	for (const [name, value] of entries)
		if (value instanceof File) form.append(name, value, value.name);
	return form;
}

function asText(value: unknown): string {
	return typeof value === "string" ? value : JSON.stringify(value);
}

/** Reads the documents whose field holds one of the values, in one request for each hundred. */
export async function readAll<Document = RaRecord>(
	resource: string,
	field: string,
	values: Identifier[]
): Promise<Document[]> {
	const distinct = [...new Set(values.map(String))];
	const found: Document[] = [];
	for (let from = 0; from < distinct.length; from += MAX_PAGE_SIZE) {
		const some = distinct.slice(from, from + MAX_PAGE_SIZE);
		const where = [{ field, operator: "in" as const, value: some }];
		const query = listQuery(1, MAX_PAGE_SIZE, undefined, { where });
		const { body } = await request<Page<Document>>(`${pathOf(resource)}?${query}`);
		found.push(...body.data);
	}
	return found;
}

/** The query of one page. */
export function listQuery(
	page: number,
	pageSize: number,
	sort: SortPayload | undefined,
	filter: ListFilter = {}
): URLSearchParams {
	const query = filterQuery(filter);
	query.set("page", String(page));
	query.set("pageSize", String(pageSize));
	if (sort?.field) query.set("sort", `${sort.order === "DESC" ? "-" : ""}${sort.field}`);
	return query;
}

/** Where a collection is below the API's base. */
export function pathOf(resource: string): string {
	return screenOf(resource).path;
}

function screenOf(resource: string): Screen {
	const screen = screenNamed(resource);
	if (!screen) throw new Error(`Nothing that runs has a collection "${resource}"`);
	return screen;
}

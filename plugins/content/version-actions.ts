/** The actions about the versions of an item: to look at them, to compare them, and to go back to one. */
import { pageOf, type Action, type CollectionMethods, type Ctx, type Returns } from "lyceum";
import { errors } from "./errors.ts";
import { CONTENT_FIELDS } from "./item.ts";
import { readItem } from "./read-item.ts";
import { requireRight } from "./rights.ts";
import { id, paging, rev, revision } from "./schemas.ts";
import type { Service } from "./steps.ts";
import { differencesSchema, toVersion, versionSchema } from "./versions.ts";
import { contentOf, type StoredItem } from "./workflow.ts";

interface Page {
	id: string;
	page: number;
	pageSize: number;
}

interface OneVersion {
	id: string;
	version: number;
	rev?: number;
}

interface Differences {
	id: string;
	from?: number;
	to?: number;
}

/** The version actions of the service. */
export function versionActions(one: Returns): Record<string, Action> & ThisType<Service> {
	return {
		versions: {
			rest: "GET /:id/versions",
			can: "read",
			params: { id, ...paging },
			summary: "List the versions of one item, newest first",
			paged: true,
			returns: { schema: pageOf(versionSchema) },
			async handler(ctx: Ctx<Page>) {
				const { id: itemId, page, pageSize } = ctx.params;
				const { publishedRev } = await readItem(this, ctx, itemId, "read");
				const { data, total } = await this.changesOf(itemId, { page, pageSize });
				const versions = data.map(change => toVersion(change, publishedRev));
				return { data: versions, page, pageSize, total };
			}
		},

		version: {
			rest: "GET /:id/versions/:version",
			can: "read",
			params: { id, version: revision },
			summary: "Get one item as it was at a version",
			returns: one,
			async handler(ctx: Ctx<OneVersion>) {
				const item = await readItem(this, ctx, ctx.params.id, "read");
				const { _id, ...fields } = await versionOf(this, item, ctx.params.version);
				return { id: _id, ...fields };
			}
		},

		differences: {
			rest: "GET /:id/differences",
			can: "read",
			params: {
				id,
				from: { ...revision, optional: true },
				to: { ...revision, optional: true }
			},
			summary: "Show what differs between two versions of one item",
			description:
				"By default from what is published, or else from the version before, to the latest one.",
			returns: { schema: differencesSchema },
			async handler(ctx: Ctx<Differences>) {
				const item = await readItem(this, ctx, ctx.params.id, "read");
				const { to = item.rev } = ctx.params;
				const { from = item.publishedRev ?? Math.max(1, to - 1) } = ctx.params;
				const [before, after] = await Promise.all([
					versionOf(this, item, from),
					versionOf(this, item, to)
				]);
				const { differencesBetween } = await import("./differences.ts");
				return { from, to, differences: differencesBetween(before, after) };
			}
		},

		restoreVersion: {
			rest: "POST /:id/versions/:version/restore",
			can: "update",
			params: { id, version: revision, rev },
			summary: "Make an earlier version of one item its latest one",
			versioned: true,
			returns: { ...one, status: 200 },
			async handler(ctx: Ctx<OneVersion>) {
				const item = await readItem(this, ctx, ctx.params.id, "update");
				const earlier = contentOf(await versionOf(this, item, ctx.params.version));
				return this.changeDocument(
					ctx,
					item._id,
					before => {
						const kept = Object.entries(requireRight(ctx, before, "update", item._id));
						const others = kept.filter(([key]) => !isContent(key));
						return { ...Object.fromEntries(others), ...earlier };
					},
					ctx.params.rev
				);
			}
		}
	};
}

async function versionOf(
	service: Pick<CollectionMethods, "documentAt">,
	item: StoredItem,
	version: number
): Promise<StoredItem> {
	if (version === item.rev) return item;
	const found = await service.documentAt(item._id, version);
	if (!found) throw errors.VERSION_UNKNOWN({ id: item._id, rev: version });
	return found as StoredItem;
}

function isContent(key: string) {
	return (CONTENT_FIELDS as readonly string[]).includes(key);
}

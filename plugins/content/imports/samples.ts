/** The content that comes with the plugin, to have something to show: a course, an outline, and flawed items. */
import { createHash } from "node:crypto";
import { defineJob, type Caller, type JobCtx, type ServiceMembers } from "lyceum";
import { ContentItem } from "../item.model.ts";
import type { Status } from "../item.ts";
import { lookAt } from "./look.ts";
import { makeAll } from "./make.ts";

export const PLANT_SAMPLES = defineJob<object>("contentImports.plant", {
	description: "Makes the content that comes with the plugin",
	action: "plant",
	payload: { type: "object", additionalProperties: false },
	timeoutMs: 5 * 60 * 1000
});

/** Of the sound ones most are published, and some wait for a review; the flawed ones are drafts. */
const NOT_PUBLISHED: Record<string, Status> = {
	"python/glossary/slice.md": "inReview",
	"networking/article/finding-a-fault.md": "inReview",
	"networking/article/dividing-a-network.md": "approved"
};

/** Makes all that is not there yet; what was made once and changed since stays as it is. */
export async function plantSamples(service: ServiceMembers, job: JobCtx<object>) {
	const { readSamples } = await import("./read-samples.ts");
	const filed = await readSamples();
	const previews = await lookAt(service, filed);
	const preview = previews.map(one => ({ ...one, id: idOf(one.path) }));
	const ids = preview.map(({ id }) => id);
	const found = await service
		.model(ContentItem)
		.find({ _id: { $in: ids } }, { _id: 1 })
		.lean<{ _id: string }[]>();
	if (found.length > 0) return { made: 0 };
	const ownerId = job.task.askedBy;
	await makeAll(job, { preview, ownerId, roles: ["admin"] }, filed);
	const meta = { caller: { id: ownerId, kind: "user", roles: ["admin"] } satisfies Caller };
	for (const { path, id, type } of preview) {
		if (type !== "item" || path.startsWith("flawed/")) continue;
		const status = NOT_PUBLISHED[path] ?? "published";
		await job.call("content.settle", { id, status }, { meta });
	}
	return { made: preview.length };
}

/** The same in every kernel, so that nothing is made twice. */
function idOf(path: string) {
	return createHash("sha256").update(`content samples ${path}`).digest("hex").slice(0, 24);
}

/** Reports: how the library stands, as a page with charts or as a table; files behind links that expire. */
import {
	abilityOf,
	accessErrors,
	collection,
	definePlugin,
	documentErrors,
	isAllowed,
	newId,
	objectOf,
	saveFile,
	visibleTo,
	type CollectionMethods,
	type Ctx,
	type Stored,
	type StoredDocument
} from "lyceum";
import { reportScreens } from "./console.ts";
import { itemsOfCollection } from "./library.ts";
import { FORMATS, QualityReport, type ReportFields } from "./models/report.model.ts";
import { readReport, type Report } from "./reports/read-report.ts";
import { toCsv } from "./reports/to-csv.ts";
import { toHtml } from "./reports/to-html.ts";
import { id, moment, text } from "./schemas.ts";
import type { Settings } from "./settings.ts";

interface MakeReport {
	format: ReportFields["format"];
	collectionId?: string;
	expiresIn: number;
}

interface Link {
	url: string;
	expiresAt: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** As long as a link to a file may be good. */
const WEEK_SECONDS = 7 * 24 * 60 * 60;
const DAY_SECONDS = 24 * 60 * 60;

const reports = collection(QualityReport, { only: ["list", "get", "remove"], owner: "ownerId" });
const { remove } = reports.actions;

const expiresIn = {
	type: "number",
	integer: true,
	min: 1,
	max: WEEK_SECONDS,
	default: DAY_SECONDS
} as const;
const link = {
	schema: { title: "ReportLink", ...objectOf({ id: text, url: text, expiresAt: moment }) },
	example: {
		id: "65f0c0ffee65f0c0ffee65f0",
		url: "https://api.example.org/api/v1/files/65f0c0ffee65f0c0ffee65f1/linked?expires=1798761600&signature=Zk2",
		expiresAt: "2027-01-01T00:00:00Z"
	}
};

export default definePlugin<CollectionMethods, Settings>({
	name: "qualityReports",
	path: "/quality/reports",
	console: [reportScreens],
	mixins: [reports],

	actions: {
		make: {
			rest: "POST /",
			can: "create",
			params: {
				format: { type: "enum", values: [...FORMATS], default: "html" },
				collectionId: { ...id, optional: true },
				expiresIn
			},
			limit: { points: 20, seconds: 60 },
			summary: "Make a report of what the caller may read, with a link that expires",
			description:
				"The report is a file of the caller's. `expiresIn` is in seconds: whoever has the link may read the report until then.",
			secretAnswer: true,
			returns: { status: 201, ...link },
			example: { format: "html", expiresIn: DAY_SECONDS },
			async handler(ctx: Ctx<MakeReport>) {
				const { format, collectionId } = ctx.params;
				if (collectionId) await itemsOfCollection(ctx, collectionId);
				const report = await readReport(this.model.bind(this) as never, ctx, collectionId);
				const fileId = await saveFile(ctx, toFile(report, format));
				const reportId = newId();
				await this.putDocument(ctx, reportId, () => ({
					format,
					...(collectionId && { collectionId }),
					fileId,
					items: report.items.length,
					findings: report.findings.length,
					ownerId: ctx.meta.caller!.id!,
					expiresAt: new Date(Date.now() + this.settings.reportDays * DAY_MS)
				}));
				ctx.meta.$statusCode = 201;
				ctx.meta.$location = reportId;
				return { id: reportId, ...(await linkTo(ctx, fileId, ctx.params.expiresIn)) };
			}
		},

		link: {
			rest: "POST /:id/link",
			can: "read",
			params: { id, expiresIn },
			summary: "Make another link to one report, which expires too",
			secretAnswer: true,
			returns: link,
			example: { expiresIn: DAY_SECONDS },
			async handler(ctx: Ctx<{ id: string; expiresIn: number }>) {
				const { id: reportId } = ctx.params;
				const report = await this.model(QualityReport)
					.findOne({ $and: [{ _id: reportId }, visibleTo(ctx, "read", "QualityReport")] })
					.lean<ReportFields & Stored>();
				if (!report?.fileId)
					throw documentErrors.NOT_FOUND({ subject: "QualityReport", id: reportId });
				return {
					id: reportId,
					...(await linkTo(ctx, report.fileId, ctx.params.expiresIn))
				};
			}
		},

		remove: {
			...remove,
			summary: "Remove a report for good, and its links with it",
			async handler(ctx: Ctx<{ id: string; rev?: number }>) {
				const { id: reportId, rev } = ctx.params;
				let fileId: string | undefined;
				const letGo = (before: StoredDocument) => {
					const { fileId: held, ...rest } = requireRight(ctx, before);
					fileId = held;
					return rest;
				};
				// A file is kept for as long as a document, also a removed one, refers to it.
				await this.changeDocument(ctx, reportId, letGo, rev);
				await this.putDocument(ctx, reportId, () => null);
				if (fileId) await ctx.call("files.remove", { id: fileId });
			}
		}
	},

	async started() {
		await this.model(QualityReport).createIndexes();
	}
});

function toFile(report: Report, format: ReportFields["format"]) {
	const name = `quality-${report.at.toISOString().slice(0, 10)}.${format}`;
	return format === "html"
		? { name, mediaType: "text/html", content: toHtml(report) }
		: { name, mediaType: "text/csv", content: toCsv(report) };
}

function linkTo(ctx: Ctx<unknown>, fileId: string, seconds: number): Promise<Link> {
	return ctx.call("files.link", { id: fileId, expiresIn: seconds });
}

/** Returns the report for a caller who may remove it: 404 when it may not even see it, else 403. */
function requireRight(ctx: Ctx<unknown>, document: StoredDocument) {
	const subject = "QualityReport";
	const ability = abilityOf(ctx);
	if (isAllowed(ability, "delete", subject, document))
		return document as StoredDocument & ReportFields;
	if (!isAllowed(ability, "read", subject, document))
		throw documentErrors.NOT_FOUND({ subject, id: document._id });
	throw accessErrors.FORBIDDEN({ action: "delete", subject: `this ${subject}` });
}

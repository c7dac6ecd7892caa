/** Reports: how the library stands, as a page with charts or as a table, behind a link that expires. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import {
	collection,
	definePlugin,
	newId,
	type CollectionMethods,
	type Ctx,
	type Stored
} from "lyceum";
import { reportScreens } from "./console.ts";
import { errors } from "./errors.ts";
import { itemsOfCollection } from "./library.ts";
import { FORMATS, QualityReport, type ReportFields } from "./models/report.model.ts";
import { readOnly } from "./read-only.ts";
import { readReport } from "./reports/read-report.ts";
import { toCsv } from "./reports/to-csv.ts";
import { toHtml } from "./reports/to-html.ts";
import { id, moment, objectOf, text } from "./schemas.ts";
import type { Settings } from "./settings.ts";

interface MakeReport {
	format: ReportFields["format"];
	collectionId?: string;
	expiresIn?: number;
}

const DAY_SECONDS = 24 * 60 * 60;
const TYPES = { html: "text/html; charset=utf-8", csv: "text/csv; charset=utf-8" };

export default definePlugin<CollectionMethods, Settings>({
	name: "qualityReports",
	path: "/quality/reports",
	console: [reportScreens],
	mixins: [collection(QualityReport, { owner: "ownerId" })],

	actions: {
		...readOnly("remove"),

		make: {
			rest: "POST /",
			can: "create",
			params: {
				format: { type: "enum", values: [...FORMATS], default: "html" },
				collectionId: { ...id, optional: true },
				expiresIn: {
					type: "number",
					integer: true,
					min: 60,
					max: 90 * DAY_SECONDS,
					optional: true
				}
			},
			limit: { points: 20, seconds: 60 },
			summary: "Make a report of what the caller may read, behind a link that expires",
			description:
				"`expiresIn` is in seconds. Whoever has the link may read the report until then.",
			secretAnswer: true,
			returns: {
				status: 201,
				schema: objectOf({ id: text, url: text, expiresAt: moment }),
				example: {
					id: "65f0c0ffee65f0c0ffee65f0",
					url: "/api/v1/quality/reports/65f0c0ffee65f0c0ffee65f0/content?token=c0ffee",
					expiresAt: "2027-01-01T00:00:00Z"
				}
			},
			example: { format: "html", expiresIn: 86_400 },
			async handler(ctx: Ctx<MakeReport>) {
				const {
					format,
					collectionId,
					expiresIn = this.settings.reportDays * DAY_SECONDS
				} = ctx.params;
				if (collectionId) await itemsOfCollection(ctx, collectionId);
				const report = await readReport(this.model.bind(this) as never, ctx, collectionId);
				const token = randomBytes(24).toString("hex");
				const expiresAt = new Date(Date.now() + expiresIn * 1000);
				const reportId = newId();
				const content = format === "html" ? toHtml(report) : toCsv(report);
				const document = {
					format,
					...(collectionId && { collectionId }),
					expiresAt,
					ownerId: ctx.meta.caller?.id ?? undefined,
					items: report.items.length,
					findings: report.findings.length,
					content,
					tokenHash: hashOf(token)
				};
				await this.putDocument(ctx, reportId, () => document);
				ctx.meta.$statusCode = 201;
				ctx.meta.$location = reportId;
				return {
					id: reportId,
					url: `/api/v1/quality/reports/${reportId}/content?token=${token}`,
					expiresAt
				};
			}
		},

		content: {
			rest: "GET /:id/content",
			can: "public",
			params: { id, token: { type: "string", min: 1, max: 100 } },
			limit: { points: 60, seconds: 60 },
			secretInput: true,
			summary: "Read a report, for whoever has its link",
			returns: { schema: text, type: "text/html" },
			async handler(ctx: Ctx<{ id: string; token: string }>) {
				const report = await this.model(QualityReport)
					.findOne({ _id: ctx.params.id })
					.lean<ReportFields & Stored>();
				if (
					!report ||
					report.expiresAt <= new Date() ||
					!isToken(ctx.params.token, report.tokenHash)
				)
					throw errors.LINK_EXPIRED({});
				ctx.meta.$responseType = TYPES[report.format];
				ctx.meta.$responseHeaders = {
					"Content-Disposition":
						report.format === "csv" ? 'attachment; filename="quality.csv"' : "inline",
					"Content-Security-Policy":
						"default-src 'none'; style-src 'unsafe-inline'; sandbox",
					"Cache-Control": "private, no-store",
					"Referrer-Policy": "no-referrer"
				};
				return report.content;
			}
		}
	},

	async started() {
		await this.model(QualityReport).createIndexes();
	}
});

function hashOf(token: string) {
	return createHash("sha256").update(token).digest("hex");
}

function isToken(token: string, hash: string) {
	return timingSafeEqual(Buffer.from(hashOf(token)), Buffer.from(hash));
}

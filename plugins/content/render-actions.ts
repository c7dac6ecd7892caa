/** The actions that show Markdown: a piece of it as it is written, and the text of an item. */
import { objectOf, type Action, type Ctx } from "lyceum";
import { readable } from "./abilities.ts";
import type { Attachment, ContentItem } from "./item.ts";
import { MAX_LIST } from "./limits.ts";
import type { Renderer } from "./markdown/renderer.ts";
import { id, text, whole } from "./schemas.ts";

/** What the actions need of the service. */
export interface Rendering {
	renderer: Renderer;
}

interface RenderPiece {
	markdown: string;
	attachments?: Pick<Attachment, "name" | "fileId">[] | null;
}

const rendered = objectOf({
	html: text,
	headings: { type: "array", items: objectOf({ level: whole, text, id: text }) }
});

const renderedExample = {
	html: '<h1 id="section-loops">Loops</h1>',
	headings: [{ level: 1, text: "Loops", id: "section-loops" }]
};

export const renderActions: Record<string, Action> & ThisType<Rendering> = {
	render: {
		rest: "POST /render",
		can: { action: "create", subject: "ContentItem" },
		params: {
			markdown: { type: "string", max: 200_000 },
			attachments: {
				type: "array",
				max: MAX_LIST,
				optional: true,
				items: {
					type: "object",
					props: { name: { type: "string", min: 1, max: 120 }, fileId: id }
				}
			}
		},
		limit: { points: 240, seconds: 60 },
		summary: "Show what a piece of Markdown looks like",
		returns: { status: 200, schema: rendered, example: renderedExample },
		example: { markdown: "# Loops" },
		handler(ctx: Ctx<RenderPiece>) {
			const { markdown, attachments } = ctx.params;
			const addresses = addressesOf(attachments ?? []);
			return this.renderer.render({ markdown, attachments: addresses }, "/markdown");
		}
	},

	html: {
		rest: "GET /:id/html",
		can: readable,
		params: { id },
		summary: "Get the text of one item as HTML that may stand in any page",
		returns: { schema: rendered, example: renderedExample },
		async handler(ctx: Ctx<{ id: string }>) {
			const item = await ctx.call<ContentItem, { id: string }>("content.get", ctx.params);
			return this.renderer.render({
				markdown: item.body ?? "",
				attachments: addressesOf(item.attachments ?? [])
			});
		}
	}
};

/** Where each attachment's file is, by the attachment's name. */
function addressesOf(attachments: Pick<Attachment, "name" | "fileId">[]) {
	return Object.fromEntries(
		attachments.map(({ name, fileId }) => [
			name,
			`/api/v1/files/${encodeURIComponent(fileId)}/content`
		])
	);
}

/** `GET /api/v1`: what this is, which plugins run, and where the documents are. */
import { defineService, type Ctx, type LyceumSchema } from "../../mixins/index.ts";
import manifest from "../../package.json" with { type: "json" };
import { API_BASE } from "../gateway/rest-paths.ts";

interface ListedPlugin {
	name: string;
	version: string | null;
	title: string;
	state: string;
}

const DOCUMENTS = {
	openapi: "/openapi.json",
	swagger: "/docs",
	redoc: "/redoc",
	health: "/health",
	metrics: "/metrics"
};

const text = { type: "string" };
const plugin = {
	type: "object",
	properties: { name: text, version: text, title: text },
	required: ["name", "version", "title"]
};

export const rootService: LyceumSchema = defineService({
	name: "root",

	actions: {
		show: {
			rest: { method: "GET", fullPath: API_BASE },
			can: "public",
			params: {},
			summary: "Tell what answers here, which plugins run and where the documents are",
			returns: {
				schema: {
					type: "object",
					properties: {
						name: text,
						version: text,
						apiVersion: text,
						plugins: { type: "array", items: plugin },
						documents: { type: "object", additionalProperties: text }
					},
					required: ["name", "version", "apiVersion", "plugins", "documents"]
				},
				example: {
					name: "Lyceum",
					version: manifest.version,
					apiVersion: "v1",
					plugins: [{ name: "projects", version: "1.0.0", title: "Projects" }],
					documents: DOCUMENTS
				}
			},
			async handler(ctx: Ctx) {
				ctx.meta.$responseHeaders = { "Cache-Control": "no-cache" };
				return {
					name: "Lyceum",
					version: manifest.version,
					apiVersion: API_BASE.slice(API_BASE.lastIndexOf("/") + 1),
					plugins: await runningPlugins(this.broker),
					documents: DOCUMENTS
				};
			}
		}
	}
});

/** Asked by the kernel itself: the whole list is for administrators, these names are for everybody. */
async function runningPlugins(broker: { call: (action: string) => Promise<unknown> }) {
	const { data } = (await broker.call("plugins.list")) as { data: ListedPlugin[] };
	return data
		.filter(({ state }) => state === "started")
		.map(({ name, version, title }) => ({ name, version, title }))
		.sort((one, other) => one.name.localeCompare(other.name));
}

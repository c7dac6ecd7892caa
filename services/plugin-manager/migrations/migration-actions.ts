/** The routes by which administrators see a plugin's migrations and end them. */
import type { Action, Ctx, ServiceMembers } from "../../../mixins/index.ts";
import type { PluginsThis } from "../parts.ts";
import { pluginExample, pluginSchema } from "../plugins.schema.ts";
import { contractDue } from "./contracting.ts";
import { migrationExample, migrationSchema } from "./migrations.schema.ts";
import { presentMigration } from "./present.ts";

type Named = Ctx<{ name: string }>;

const manage = { action: "manage", subject: "Plugin" };
const name = { type: "string", max: 64 } as const;

export const migrationActions: Record<string, Action> & ThisType<ServiceMembers & PluginsThis> = {
	migrations: {
		rest: "GET /:name/migrations",
		can: manage,
		params: { name },
		summary: "List a plugin's migrations with what was done of them and how far they are",
		returns: {
			schema: {
				type: "object",
				properties: {
					data: { type: "array", items: migrationSchema },
					total: { type: "integer" }
				},
				required: ["data", "total"]
			},
			example: { data: [migrationExample], total: 1 }
		},
		async handler({ params }: Named) {
			await this.parts.operations.find(params.name);
			const records = await this.parts.migrations.list(params.name);
			return { data: records.map(presentMigration), total: records.length };
		}
	},

	contract: {
		rest: "POST /:name/contract",
		can: manage,
		params: { name },
		summary:
			"Remove from the documents what only older versions of a plugin need: there is no way back to these then",
		returns: { schema: pluginSchema, example: pluginExample },
		async handler({ params, meta }: Named) {
			await this.parts.operations.contract(params.name, meta.caller?.id ?? null);
			return this.parts.shown.one(params.name);
		}
	},

	/** Contracts what is due, as it is done every ten minutes. */
	contractDue: {
		visibility: "protected",
		handler(): Promise<void> {
			return contractDue(this.parts, this.logger);
		}
	}
};

/**
 * The plugin manager's door: lists, installs, upgrades, enables, disables, reloads, rolls back and
 * removes plugins, for administrators. Owns what should run; every node converges to it.
 */
import type { Readable } from "node:stream";
import { defineService, type Ctx, type LyceumSchema } from "../../mixins/index.ts";
import type { FormFile } from "../gateway/body/multipart.ts";
import { errors } from "./errors.ts";
import { CONTRACT_EVERY_MS, contractDue } from "./migrations/contracting.ts";
import { migrationActions } from "./migrations/migration-actions.ts";
import { WRITES_PAUSED } from "./migrations/pauses.ts";
import type { Operations } from "./operations.ts";
import { PACKAGE_LIMITS } from "./package/package.ts";
import { createParts, type KernelParts, type PluginsThis } from "./parts.ts";
import { pluginExample, pluginSchema, planSchema } from "./plugins.schema.ts";
import { PLUGINS_CHANGED } from "./rollouts.ts";
import { watchFolders } from "./watch.ts";

type Named = Ctx<{ name: string }>;
type Install = Ctx<{
	trust?: string;
	dryRun?: boolean;
	acceptBreaking?: boolean;
	acceptPermissions?: boolean;
	$file?: FormFile;
}>;

const manage = { action: "manage", subject: "Plugin" };
const name = { type: "string", max: 64 } as const;
const one = { schema: pluginSchema, example: pluginExample };
const flag = { type: "boolean", convert: true, optional: true } as const;

/** Makes the service's definition. */
export function pluginsService(kernel: KernelParts): LyceumSchema {
	const { config, members, isSoleWriter, pausedWrites } = kernel.runtime;

	return defineService<PluginsThis>({
		name: "plugins",
		subject: "Plugin",

		actions: {
			list: {
				rest: "GET /",
				can: manage,
				summary: "List the plugins with what should run and what does",
				returns: {
					schema: {
						type: "object",
						properties: {
							data: { type: "array", items: pluginSchema },
							total: { type: "integer" }
						},
						required: ["data", "total"]
					},
					example: { data: [pluginExample], total: 1 }
				},
				async handler() {
					const data = await this.parts.shown.all();
					return { data, total: data.length };
				}
			},
			get: {
				rest: "GET /:name",
				can: manage,
				params: { name },
				summary: "Get one plugin",
				returns: one,
				handler(ctx: Named) {
					return this.parts.shown.one(ctx.params.name);
				}
			},
			install: {
				rest: { method: "POST", path: "/", type: "multipart" },
				can: manage,
				maxBodyBytes: PACKAGE_LIMITS.packedBytes,
				params: {
					trust: { type: "enum", values: ["in-process"], optional: true },
					dryRun: flag,
					acceptBreaking: flag,
					acceptPermissions: flag,
					$file: { type: "any", optional: true }
				},
				summary:
					"Install a plugin, or upgrade it to a newer version, from a .tgz as `npm pack` makes it",
				description:
					"The form's field `package` holds the file. With `dryRun=true` nothing is done and the plan is answered. An upgrade that breaks the API or wants more permissions is refused until `acceptBreaking=true` or `acceptPermissions=true` says that this is meant.",
				returns: {
					status: 201,
					schema: { anyOf: [pluginSchema, planSchema] },
					example: pluginExample
				},
				async handler(ctx: Install) {
					const {
						trust,
						dryRun = false,
						acceptBreaking = false,
						acceptPermissions = false
					} = ctx.params;
					const stream = requireFile(ctx);
					const result = await this.parts.operations.install(stream, {
						trusted: trust === "in-process",
						dryRun,
						acceptBreaking,
						acceptPermissions,
						by: ctx.meta.caller?.id ?? null
					});
					if (!("plugin" in result)) return result;
					if (result.upgraded) await this.parts.watchdog.watch(result.plugin);
					ctx.meta.$statusCode = result.created ? 201 : 200;
					ctx.meta.$location = `/api/v1/plugins/${result.plugin._id}`;
					return this.parts.shown.one(result.plugin._id);
				}
			},
			enable: operation("enable", "Enable a plugin", (operations, target) =>
				operations.enable(target)
			),
			disable: operation(
				"disable",
				"Disable a plugin; its documents stay",
				(operations, target) => operations.disable(target)
			),
			reload: operation("reload", "Start a plugin anew", (operations, target) =>
				operations.reload(target)
			),
			rollback: operation("rollback", "Go back to the version before", (operations, target) =>
				operations.rollBack(target)
			),
			...migrationActions,
			changeSettings: {
				rest: "PATCH /:name/settings",
				can: manage,
				summary: "Change some of a plugin's settings",
				secretInput: true,
				input: {
					body: {
						type: "object",
						description: "Settings by name, as the plugin's schema has them"
					}
				},
				returns: one,
				example: {},
				async handler(ctx: Named) {
					const { name: target, ...settings } = ctx.params;
					await this.parts.operations.changeSettings(target, settings);
					return this.parts.shown.one(target);
				}
			},
			remove: {
				rest: "DELETE /:name",
				can: manage,
				params: { name },
				summary: "Remove a plugin; its documents stay",
				returns: { status: 204 },
				async handler(ctx: Named) {
					await this.parts.operations.remove(ctx.params.name);
				}
			}
		},

		events: {
			async [PLUGINS_CHANGED](ctx: Ctx) {
				if (ctx.nodeID !== ctx.broker.nodeID) await this.parts.follower.follow();
			},
			async [WRITES_PAUSED](ctx: Ctx) {
				if (ctx.nodeID !== ctx.broker.nodeID) await pausedWrites.look();
			}
		},

		created() {
			this.parts = createParts(kernel, this.broker, this.logger);
		},

		async started() {
			const { actual, operations, watchdog, manager, rollouts, follower } = this.parts;
			const nodeIds = await members.withPlugins();
			await actual.keepOthers(nodeIds);
			const unusable = await operations.adoptBundled();
			for (const { problem } of unusable) this.logger.error(problem);
			// Before anything runs, so that what took the kernel with it does not do so again.
			await watchdog.takeBackCrashed(nodeIds);
			await manager.converge();
			this.onStop(() => manager.stop());
			// A store that was restored may hold what another kernel has left half done.
			if (isSoleWriter) await rollouts.takeOver(this.logger);
			else {
				this.onStop(follower.start());
				this.onStop(pausedWrites.follow());
			}
			const contract = () => void contractDue(this.parts, this.logger);
			const contracting = setInterval(contract, CONTRACT_EVERY_MS).unref();
			this.onStop(() => clearInterval(contracting));
			this.onStop(() => watchdog.stop());
			if (config.watchPlugins) {
				this.onStop(
					watchFolders(
						config.pluginsDir,
						plugin => operations.refreshBundled(plugin),
						this.logger
					)
				);
			}
		}
	});
}

/** A route that does one thing to a plugin and answers what became of it. */
function operation(
	verb: string,
	summary: string,
	run: (operations: Operations, target: string) => Promise<unknown>
) {
	return {
		rest: `POST /:name/${verb}`,
		can: manage,
		params: { name },
		summary,
		returns: one,
		async handler(this: PluginsThis, ctx: Named) {
			await run(this.parts.operations, ctx.params.name);
			return this.parts.shown.one(ctx.params.name);
		}
	};
}

function requireFile(ctx: Install): Readable {
	const { $file: file } = ctx.params;
	const stream = ctx.stream as Readable | null;
	if (stream && file?.field === "package") return stream;
	stream?.destroy();
	const problem = {
		pointer: "/package",
		message: file ? `the file came as "${file.field}"` : "no file came",
		expected: "a .tgz"
	};
	throw errors.NO_PACKAGE({ errors: [problem] });
}

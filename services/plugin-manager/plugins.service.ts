/**
 * The plugin manager's door: lists, installs, upgrades, enables, disables, reloads, rolls back and
 * removes plugins, for administrators. Owns what should run; every node converges to it.
 */
import type { Readable } from "node:stream";
import type { Service } from "moleculer";
import { defineService, type Ctx, type LyceumSchema } from "../../mixins/index.ts";
import type { Rules } from "../abilities/rules.ts";
import type { FormFile } from "../gateway/body/multipart.ts";
import { baseName } from "../kernel/conventions.middleware.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { Runtime } from "../kernel/runtime.ts";
import type { Metrics } from "../metrics/metrics.service.ts";
import { Actual, type ActualPlugin } from "./actual.ts";
import { Desired } from "./desired.ts";
import { errors } from "./errors.ts";
import { Faults } from "./faults.ts";
import { PluginManager } from "./manager.ts";
import { Follower } from "./follower.ts";
import { Migrations } from "./migrations/migrations.ts";
import { Pauses, WRITES_PAUSED } from "./migrations/pauses.ts";
import { migrationExample, migrationSchema } from "./migrations/migrations.schema.ts";
import { presentMigration } from "./migrations/present.ts";
import { Operations } from "./operations.ts";
import { PACKAGE_LIMITS } from "./package/package.ts";
import { pluginExample, pluginSchema, planSchema } from "./plugins.schema.ts";
import { presentPlugin, type PresentedPlugin } from "./present.ts";
import { reasonOf } from "./reason.ts";
import { RolloutReports } from "./rollout-reports.ts";
import { PLUGINS_CHANGED, Rollouts } from "./rollouts.ts";
import { Sources } from "./sources.ts";
import { watchFolders } from "./watch.ts";
import { WatchMarks } from "./watch-marks.ts";
import { Watchdog } from "./watchdog.ts";

type Named = Ctx<{ name: string }>;
type Install = Ctx<{
	trust?: string;
	dryRun?: boolean;
	acceptBreaking?: boolean;
	acceptPermissions?: boolean;
	$file?: FormFile;
}>;

interface PluginsMethods {
	/** What the nodes that are there report. */
	reports(): Promise<ActualPlugin[]>;
	show(name: string): Promise<PresentedPlugin>;
	/** Contracts what older versions do not need any more. */
	contractDue(): Promise<void>;
}

const CONTRACT_EVERY_MS = 600_000;

const manage = { action: "manage", subject: "Plugin" };
const name = { type: "string", max: 64 } as const;
const one = { schema: pluginSchema, example: pluginExample };
const flag = { type: "boolean", convert: true, optional: true } as const;

export function pluginsService(
	runtime: Runtime,
	rules: Rules,
	metrics: Metrics,
	jobs: Jobs
): LyceumSchema {
	const { config, connection, members } = runtime;
	const desired = new Desired(connection);
	const sources = new Sources(connection, config.pluginsDir, config.dataDir);
	let actual: Actual;
	let manager: PluginManager;
	let operations: Operations;
	let migrations: Migrations;
	let rollouts: Rollouts;
	let follower: Follower;
	let watchdog: Watchdog;

	return defineService<PluginsMethods>({
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
					const [plugins, nodes] = await Promise.all([desired.all(), this.reports()]);
					return {
						data: plugins.map(plugin => presentPlugin(plugin, nodes)),
						total: plugins.length
					};
				}
			},
			get: {
				rest: "GET /:name",
				can: manage,
				params: { name },
				summary: "Get one plugin",
				returns: one,
				handler(ctx: Named) {
					return this.show(ctx.params.name);
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
					const result = await operations.install(stream, {
						trusted: trust === "in-process",
						dryRun,
						acceptBreaking,
						acceptPermissions,
						by: ctx.meta.caller?.id ?? null
					});
					if (!("plugin" in result)) return result;
					if (result.upgraded) await watchdog.watch(result.plugin);
					ctx.meta.$statusCode = result.created ? 201 : 200;
					ctx.meta.$location = `/api/v1/plugins/${result.plugin._id}`;
					return this.show(result.plugin._id);
				}
			},
			/** The pages of the plugins that run on this node, for the console. */
			pages: {
				visibility: "protected",
				handler: () => manager.pages()
			},
			enable: operation("enable", "Enable a plugin", target => operations.enable(target)),
			disable: operation("disable", "Disable a plugin; its documents stay", target =>
				operations.disable(target)
			),
			reload: operation("reload", "Start a plugin anew", target => operations.reload(target)),
			rollback: operation("rollback", "Go back to the version before", target =>
				operations.rollBack(target)
			),
			migrations: {
				rest: "GET /:name/migrations",
				can: manage,
				params: { name },
				summary:
					"List a plugin's migrations with what was done of them and how far they are",
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
				async handler(ctx: Named) {
					const { name: target } = ctx.params;
					await operations.find(target);
					const records = await migrations.list(target);
					return { data: records.map(presentMigration), total: records.length };
				}
			},
			contract: {
				rest: "POST /:name/contract",
				can: manage,
				params: { name },
				summary:
					"Remove from the documents what only older versions of a plugin need: there is no way back to these then",
				returns: one,
				async handler(ctx: Named) {
					const { name: target } = ctx.params;
					await operations.contract(target, ctx.meta.caller?.id ?? null);
					return this.show(target);
				}
			},
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
					await operations.changeSettings(target, settings);
					return this.show(target);
				}
			},
			remove: {
				rest: "DELETE /:name",
				can: manage,
				params: { name },
				summary: "Remove a plugin; its documents stay",
				returns: { status: 204 },
				async handler(ctx: Named) {
					await operations.remove(ctx.params.name);
				}
			}
		},

		events: {
			async [PLUGINS_CHANGED](ctx: Ctx) {
				if (ctx.nodeID !== ctx.broker.nodeID) await follower.follow();
			},
			async [WRITES_PAUSED](ctx: Ctx) {
				if (ctx.nodeID !== ctx.broker.nodeID) await runtime.pausedWrites.look();
			}
		},

		methods: {
			async reports(): Promise<ActualPlugin[]> {
				return actual.of(await members.withPlugins());
			},

			async contractDue(): Promise<void> {
				try {
					for (const target of await migrations.due(Date.now()))
						await operations.contract(target, null);
				} catch (error) {
					// It is tried again: nothing waits for it.
					this.logger.warn(`Documents could not be contracted: ${reasonOf(error)}`);
				}
			},

			async show(target: string): Promise<PresentedPlugin> {
				const [plugin, nodes] = await Promise.all([
					operations.find(target),
					this.reports()
				]);
				return presentPlugin(plugin, nodes);
			}
		},

		created() {
			const forget = (service: Service) => {
				metrics.forget(this.broker.metrics, service);
				rules.remove(baseName(service.name), service);
			};
			actual = new Actual(connection, this.broker.nodeID);
			const faults = new Faults(actual, metrics.plugins, this.logger);
			const startDeadlineMs = config.pluginStartSeconds * 1000;
			const reports = new RolloutReports(connection, this.broker.nodeID);
			const pauses = new Pauses(this.broker, runtime.pausedWrites, runtime.isSoleWriter);
			migrations = new Migrations(runtime, sources, pauses, this.logger);
			const around = { forget, jobs, startDeadlineMs };
			const parts = { desired, actual, sources, faults, reports, migrations, around };
			manager = new PluginManager(this.broker, parts);
			rollouts = new Rollouts(this.broker, {
				desired,
				actual,
				manager,
				members,
				migrations,
				reports,
				removeUnused: () => operations.removeUnused()
			});
			const kept = { desired, manager, sources, migrations };
			operations = new Operations(config, kept, rollouts);
			follower = new Follower({ desired, manager, rollouts, logger: this.logger });
			watchdog = new Watchdog({
				seconds: config.upgradeWatchSeconds,
				marks: new WatchMarks(connection, this.broker.nodeID),
				culpritOf: target => manager.culpritOf(target),
				takeBack: (...version) => operations.takeBack(...version),
				logger: this.logger
			});
		},

		async started() {
			const nodeIds = await members.withPlugins();
			await actual.keepOthers(nodeIds);
			const unusable = await operations.adoptBundled();
			for (const { problem } of unusable) this.logger.error(problem);
			// Before anything runs, so that what took the kernel with it does not do so again.
			await watchdog.takeBackCrashed(nodeIds);
			await manager.converge();
			this.onStop(() => manager.stop());
			// A store that was restored may hold what another kernel has left half done.
			if (runtime.isSoleWriter) await rollouts.takeOver(this.logger);
			else {
				this.onStop(follower.start());
				this.onStop(runtime.pausedWrites.follow());
			}
			const contracting = setInterval(() => void this.contractDue(), CONTRACT_EVERY_MS);
			this.onStop(() => clearInterval(contracting.unref()));
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

	function operation(verb: string, summary: string, run: (target: string) => Promise<unknown>) {
		return {
			rest: `POST /:name/${verb}`,
			can: manage,
			params: { name },
			summary,
			returns: one,
			async handler(this: unknown, ctx: Named) {
				await run(ctx.params.name);
				return (this as { show(target: string): unknown }).show(ctx.params.name);
			}
		};
	}
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

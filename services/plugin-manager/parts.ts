/** What the plugin manager is made of. */
import type { Service } from "moleculer";
import type { LyceumBroker } from "../../mixins/index.ts";
import type { Rules } from "../abilities/rules.ts";
import type { Jobs } from "../jobs/jobs.ts";
import { baseName } from "../kernel/conventions.middleware.ts";
import type { Runtime } from "../kernel/runtime.ts";
import type { Metrics } from "../metrics/metrics.service.ts";
import { Actual } from "./actual.ts";
import { Desired } from "./desired.ts";
import { Faults } from "./faults.ts";
import { Follower } from "./follower.ts";
import { PluginManager } from "./manager.ts";
import { Migrations } from "./migrations/migrations.ts";
import { Pauses } from "./migrations/pauses.ts";
import { Operations } from "./operations.ts";
import { RolloutReports } from "./rollout-reports.ts";
import { Rollouts } from "./rollouts.ts";
import { Shown } from "./shown.ts";
import { Sources } from "./sources.ts";
import { WatchMarks } from "./watch-marks.ts";
import { Watchdog } from "./watchdog.ts";

export interface Parts {
	actual: Actual;
	shown: Shown;
	manager: PluginManager;
	migrations: Migrations;
	rollouts: Rollouts;
	operations: Operations;
	follower: Follower;
	watchdog: Watchdog;
}

/** What of the kernel the plugin manager works with. */
export interface KernelParts {
	runtime: Runtime;
	rules: Rules;
	metrics: Metrics;
	jobs: Jobs;
}

/** What the actions and events find on the service. */
export interface PluginsThis {
	parts: Parts;
}

export function createParts(
	{ runtime, rules, metrics, jobs }: KernelParts,
	broker: LyceumBroker,
	logger: Service["logger"]
): Parts {
	const { config, connection, members } = runtime;
	const { nodeID } = broker;
	const desired = new Desired(connection);
	const sources = new Sources(connection, config.pluginsDir, config.dataDir);
	const actual = new Actual(connection, nodeID);
	const reports = new RolloutReports(connection, nodeID);
	const pauses = new Pauses(broker, runtime.pausedWrites, runtime.isSoleWriter);
	const migrations = new Migrations(runtime, sources, pauses, logger);
	const manager = new PluginManager(broker, {
		desired,
		actual,
		sources,
		faults: new Faults(actual, metrics.plugins, logger),
		reports,
		migrations,
		around: {
			forget(service) {
				metrics.forget(broker.metrics, service);
				rules.remove(baseName(service.name), service);
			},
			jobs,
			startDeadlineMs: config.pluginStartSeconds * 1000
		}
	});
	const rollouts = new Rollouts(broker, {
		desired,
		actual,
		manager,
		members,
		migrations,
		reports,
		removeUnused: () => operations.removeUnused()
	});
	const operations = new Operations(config, { desired, manager, sources, migrations }, rollouts);
	const follower = new Follower({ desired, manager, rollouts, logger });
	const watchdog = new Watchdog({
		seconds: config.upgradeWatchSeconds,
		marks: new WatchMarks(connection, nodeID),
		culpritOf: name => manager.culpritOf(name),
		takeBack: (...version) => operations.takeBack(...version),
		logger
	});
	const shown = new Shown(desired, actual, members);
	return { actual, shown, manager, migrations, rollouts, operations, follower, watchdog };
}

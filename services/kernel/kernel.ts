/**
 * Starts and stops a kernel: the store, the broker with the kernel's services, the plugins, and last
 * the gateway, so that whatever can be reached works. What was acquired is released newest first.
 */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ServiceBroker, type Service } from "moleculer";
import { brokerOptions } from "../../moleculer.config.ts";
import type { LyceumBroker, LyceumSchema } from "../../mixins/index.ts";
import { accessService } from "../abilities/access.service.ts";
import { authorize } from "../abilities/authorize.middleware.ts";
import { rolesService } from "../abilities/roles.service.ts";
import { Rules } from "../abilities/rules.ts";
import { audit } from "../audit/audit.middleware.ts";
import auditService from "../audit/audit.service.ts";
import apiKeysService from "../auth/api-keys.service.ts";
import authService from "../auth/auth.service.ts";
import { ensureAdministrator, type NewAdministrator } from "../auth/first-administrator.ts";
import lockoutsService from "../auth/lockouts.service.ts";
import sessionsService from "../auth/sessions.service.ts";
import { consoleService } from "../console/console.service.ts";
import { filesService } from "../files/files.service.ts";
import { gatewayService } from "../gateway/gateway.service.ts";
import { Idempotency } from "../gateway/idempotency.ts";
import { healthService } from "../health/health.service.ts";
import { Jobs, type JobsOptions } from "../jobs/jobs.ts";
import { jobsMiddleware } from "../jobs/jobs.middleware.ts";
import { tasksService } from "../jobs/tasks.service.ts";
import limitBlocksService from "../limits/blocks.service.ts";
import limitsService from "../limits/limits.service.ts";
import { LogRing } from "../logs/log-ring.ts";
import { logsService } from "../logs/logs.service.ts";
import mailService from "../mail/mail.service.ts";
import { countWhenAsked } from "../metrics/count-when-asked.ts";
import { Metrics, metricsService } from "../metrics/metrics.service.ts";
import { monitoringService } from "../metrics/monitoring.service.ts";
import { Kinds } from "../notifications/kinds.ts";
import { notificationKinds } from "../notifications/kinds.middleware.ts";
import { notificationsService } from "../notifications/notifications.service.ts";
import { openapiService } from "../openapi/openapi.service.ts";
import { mergedSchema } from "../plugin-manager/merged-schema.ts";
import { pluginsService } from "../plugin-manager/plugins.service.ts";
import { trashService } from "../trash/trash.service.ts";
import { tellServicesSoon, tellServicesWhole } from "../nodes/told-services.ts";
import { nodesService } from "../nodes/nodes.service.ts";
import { createRealtime } from "../realtime/realtime.ts";
import { refuseUpgrades } from "../realtime/refuse.ts";
import { realtimeService } from "../realtime/realtime.service.ts";
import { webSocketsService } from "../realtime/websockets.service.ts";
import { streamingService } from "../realtime/streaming.service.ts";
import { testPageService } from "../realtime/test-page.service.ts";
import { socketsService } from "../realtime/sockets.service.ts";
import { rootService } from "../root/root.service.ts";
import { asyncapiService } from "../streams/asyncapi/asyncapi.service.ts";
import { deadLettersService } from "../streams/dead-letters.service.ts";
import { createStreams, type Streams, type StreamsOptions } from "../streams/streams.ts";
import { streamsMiddleware } from "../streams/streams.middleware.ts";
import { streamsService } from "../streams/streams.service.ts";
import usersService from "../users/users.service.ts";
import { ConfigError, type Config } from "./config.ts";
import { connectStore } from "./connection.ts";
import { actingPlugins } from "./acting-plugin.ts";
import { conventions } from "./conventions.middleware.ts";
import { openData, type Data } from "./data.ts";
import { createLeanService } from "./lean-service.ts";
import { createLogger, logDestination } from "./logger.ts";
import { trackStreams } from "./track-streams.middleware.ts";
import { Releases } from "./releases.ts";
import { createRuntime, type Runtime } from "./runtime.ts";
import { createKernelIndexes } from "./indexes.ts";

export interface RunningKernel {
	broker: LyceumBroker;
	runtime: Runtime;
	/** The address that the gateway listens on, e.g. `http://127.0.0.1:3000`. */
	url: string;
	/** The administrator that this start made; null when there was one. */
	administrator: NewAdministrator | null;
	/** Drains and stops; harmless when called again. */
	stop: () => Promise<void>;
}

/** What the kernel's services are made of. */
interface Parts {
	runtime: Runtime;
	rules: Rules;
	idempotency: Idempotency;
	metrics: Metrics;
	streams: Streams;
	jobs: Jobs;
	logs: LogRing;
}

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
const MEGABYTE = 1024 * 1024;

/** How long each part may take to stop, beside the time in which work is handed over. */
const STOP_MS = 30_000;

/** How often it is looked for lost tasks in the time after which a node counts as dead. */
const LOOKS_PER_LEASE = 5;

/** After how long a consumer that gives no sign of life counts as dead. */
const ACK_WAIT_MS = 30_000;

/**
 * Starts a kernel; when something fails, everything that was started is stopped again. Whoever wants the
 * store to open while the kernel's code is loaded has opened `data` already. A start that fails may have
 * made the administrator before, whose password is told to `noteAdministrator` and nowhere else.
 */
export async function startKernel(
	config: Config,
	data: Promise<Data> = openData(config),
	noteAdministrator: (made: NewAdministrator | null) => void = () => undefined
): Promise<RunningKernel> {
	const releases = new Releases(STOP_MS + config.taskHandOverSeconds * SECOND_MS);
	const stop = () => releases.run();
	try {
		const parts = await connect(config, await data, releases);
		const broker = await startBroker(parts, releases);
		// Together, because a password is hashed in another thread for longer than the plugins take.
		const [administrator] = await allEnded([
			ensureAdministrator(broker).then(made => {
				noteAdministrator(made);
				return made;
			}),
			startPlugins(broker, parts)
		]);
		const server = await startGateway(broker, parts, releases);
		const url = addressOf(server, config.host);
		parts.runtime.address = url;
		parts.streams.relay();
		return {
			broker,
			runtime: parts.runtime,
			url,
			administrator,
			stop
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

async function connect(config: Config, data: Data, releases: Releases): Promise<Parts> {
	releases.add("Closing the data", data.close);
	const connection = await connectStore(data.url, data.patienceMs).catch(error => {
		if (config.mongoUrl === null) throw error;
		// Its address may hold a password, and the driver's words may hold its address.
		throw new ConfigError(`MONGO_URL: expected a store that answers, got none (${error.name})`);
	});
	releases.add("Closing the connection to the store", () => connection.close());
	const idempotency = new Idempotency(connection);
	const rules = new Rules();
	const runtime = createRuntime(config, connection, rules, idempotency.answerToKeep, message =>
		streams.publish(message)
	);
	const streams = await createStreams(runtime, streamsOptions(config));
	releases.add("Closing the streams", () => streams.close());
	const jobs = new Jobs(runtime, jobsOptions(config));
	releases.add("Handing over what is being worked on", () => jobs.close());
	await allEnded([createKernelIndexes(connection), streams.open()]);
	await jobs.open();
	const metrics = new Metrics();
	const logs = new LogRing();
	logs.pluginOf = action => metrics.actions.pluginOf(action);
	return { runtime, rules, idempotency, metrics, streams, jobs, logs };
}

function jobsOptions(config: Config): JobsOptions {
	return {
		redisUrl: config.redisUrl,
		nodeId: config.nodeId,
		leaseMs: config.taskLeaseSeconds * SECOND_MS,
		handOverMs: config.taskHandOverSeconds * SECOND_MS,
		reconcileMs: (config.taskLeaseSeconds * SECOND_MS) / LOOKS_PER_LEASE,
		keepMs: config.tasksKeepDays * DAY_MS
	};
}

function streamsOptions(config: Config): StreamsOptions {
	return {
		natsUrl: config.natsUrl,
		nodeId: config.nodeId,
		ackWaitMs: ACK_WAIT_MS,
		// A second kernel on the same folder is refused.
		isAlone: config.mongoUrl === null,
		replicas: config.natsReplicas,
		retention: {
			maxAgeMs: config.streamsMaxDays * DAY_MS,
			maxBytes: config.streamsMaxMegabytes * MEGABYTE
		}
	};
}

async function startBroker(parts: Parts, releases: Releases) {
	const { runtime, rules, metrics, streams, jobs, logs } = parts;
	const kinds = new Kinds();
	const middlewares = [
		conventions,
		actingPlugins,
		trackStreams,
		authorize(rules),
		metrics.actions.middleware,
		audit,
		streamsMiddleware(streams),
		jobsMiddleware(jobs),
		notificationKinds(kinds)
	];
	const broker = new ServiceBroker(
		brokerOptions(
			runtime.config,
			middlewares,
			logDestination(line => logs.add(line))
		)
	) as LyceumBroker;
	broker.kernel = runtime;
	tellServicesWhole(broker);
	tellServicesSoon(broker);
	countWhenAsked(broker);
	const services = [
		metricsService(metrics),
		monitoringService(metrics),
		healthService,
		rootService,
		nodesService(runtime),
		logsService(logs, runtime),
		withSettings(auditService, { retentionDays: runtime.config.auditRetentionDays }),
		rolesService(rules),
		accessService(rules),
		usersService,
		authService,
		sessionsService,
		lockoutsService,
		apiKeysService,
		limitsService,
		limitBlocksService,
		mailService,
		notificationsService(kinds),
		filesService(runtime.config),
		openapiService(runtime),
		consoleService(runtime),
		trashService(runtime),
		streamsService(streams, runtime),
		deadLettersService(streams),
		tasksService(jobs, runtime),
		asyncapiService(runtime, streams.catalogue)
	];
	for (const schema of services) createLeanService(broker, mergedSchema(broker, schema));
	releases.add("Stopping the services", () => broker.stop());
	await broker.start();
	releases.add("Leaving the other nodes", () => runtime.members.leave());
	await runtime.members.join(broker.logger);
	return broker;
}

function withSettings(schema: LyceumSchema, settings: Record<string, unknown>): LyceumSchema {
	return { ...schema, settings: { ...schema.settings, ...settings } };
}

async function startPlugins(broker: LyceumBroker, parts: Parts) {
	if (!parts.runtime.config.runPlugins) return;
	const schema = pluginsService(parts);
	// `createService` would hide a start that fails; the broker stops the service with all others.
	await new broker.ServiceFactory(broker, schema)._start();
}

async function startGateway(broker: LyceumBroker, parts: Parts, releases: Releases) {
	const { runtime, idempotency, metrics, logs } = parts;
	const logger = createLogger(
		runtime.config.logLevel,
		logDestination(line => logs.add(line))
	);
	const schema = gatewayService(runtime, idempotency, metrics.http, logger);
	const service = new broker.ServiceFactory(broker, schema) as GatewayInstance;
	releases.add("Draining the gateway", () => broker.destroyService(service));
	await startRealtime(broker, parts, service.server, releases);
	await service._start();
	return service.server;
}

/** The connections that stay open end first when the kernel stops, because the gateway waits for all. */
async function startRealtime(
	broker: LyceumBroker,
	{ runtime, rules, streams, logs }: Parts,
	server: Server,
	releases: Releases
) {
	const realtime = createRealtime(broker, runtime, { rules, streams, logs }, error =>
		broker.logger.error("Realtime clients were not told of a change", error)
	);
	const schemas = [
		realtimeService(realtime),
		socketsService(runtime, server, realtime),
		streamingService(runtime, realtime),
		webSocketsService(runtime, server, realtime),
		testPageService
	];
	for (const schema of schemas) {
		const service = new broker.ServiceFactory(broker, schema);
		releases.add(`Stopping ${service.name}`, () => broker.destroyService(service));
		await service._start();
	}
	releases.add("Ending the connections", () => {
		realtime.connectionLimits.stop();
		refuseUpgrades(server);
		realtime.callers.endAll();
	});
}

type GatewayInstance = Service & { server: Server };

function addressOf(server: Server, host: string) {
	const { port } = server.address() as AddressInfo;
	return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Waits for all, so that nothing goes on starting while a failure of another stops the kernel. */
async function allEnded<First, Second>(
	work: [Promise<First>, Promise<Second>]
): Promise<[First, Second]> {
	await Promise.allSettled(work);
	return Promise.all(work);
}

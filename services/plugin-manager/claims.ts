/** What a version claims for itself: names, routes and streams, none of which may belong to somebody else. */
import type { Service } from "moleculer";
import type { LyceumBroker } from "../../mixins/index.ts";
import { conflictsBetween, routesOf, servicesIn } from "../gateway/routes.ts";
import { GENERATION_MARK } from "../kernel/conventions.middleware.ts";
import { jobProblems } from "../jobs/declaration-problems.ts";
import { streamProblems } from "../streams/declaration-problems.ts";
import type { DesiredPlugin } from "./desired.ts";
import { errors } from "./errors.ts";
import type { Version } from "./version.ts";

/** The names of the services that each plugin runs. */
type Running = ReadonlyMap<string, { services: string[] }>;

/** Refuses routes and names of services that belong to another plugin or to the kernel. */
export function requireFreeNames(
	broker: LyceumBroker,
	running: Running,
	name: string,
	{ schemas, routes }: Version
): void {
	const own = new Set(schemas.map(schema => schema.name));
	for (const { name: taken } of broker.services.filter(isOfKernel))
		if (own.has(taken)) throw errors.NAME_TAKEN({ name: taken, owner: "the kernel" });
	for (const [owner, { services }] of running)
		for (const taken of services)
			if (owner !== name && own.has(taken))
				throw errors.NAME_TAKEN({ name: taken, owner: `the plugin "${owner}"` });
	const others = routesOf(servicesIn(broker)).filter(route => !own.has(route.service));
	const conflicts = conflictsBetween(routes, others);
	if (conflicts.length > 0) throw errors.ROUTE_TAKEN({ name, conflicts });
}

/** Refuses streams and messages that belong to another plugin or to the kernel. */
export function requireSoundStreams(
	{ _id: name, manifest }: DesiredPlugin,
	{ schemas }: Version,
	plugins: DesiredPlugin[]
): void {
	const others = plugins
		.filter(plugin => plugin._id !== name && plugin.enabled)
		.map(plugin => ({ name: plugin._id, streams: plugin.manifest.provides.streams ?? [] }));
	const problems = streamProblems(manifest.provides.streams ?? [], schemas, others);
	if (problems.length > 0) throw errors.BAD_STREAMS({ name, problems });
}

/** Refuses jobs and schedules that could not be done. */
export function requireSoundJobs(
	{ _id: name, manifest: { provides } }: DesiredPlugin,
	{ schemas }: Version
): void {
	const problems = jobProblems(provides, schemas);
	if (problems.length > 0) throw errors.BAD_JOBS({ name, problems });
}

function isOfKernel({ name }: Service): boolean {
	return !name.includes(GENERATION_MARK);
}

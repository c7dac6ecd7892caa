/**
 * The order in which plugins start: what a plugin requires starts before it. What cannot start is
 * named with every reason, and does not hold up the rest.
 */
import satisfies from "semver/functions/satisfies.js";
import type { DesiredPlugin } from "./desired.ts";

export interface PluginNode {
	name: string;
	version: string;
	/** Names of required plugins, with ranges of versions. */
	requires: Record<string, string>;
}

export type BlockDetail =
	| { kind: "missing"; requirement: string; wanted: string }
	| { kind: "version"; requirement: string; wanted: string; found: string }
	| { kind: "cycle"; cycle: string[] }
	| { kind: "blocked"; requirement: string; chain: string[] };

export interface BlockedPlugin {
	name: string;
	/** One sentence for people. */
	reason: string;
	details: BlockDetail[];
}

export interface ResolvedOrder {
	order: string[];
	blocked: BlockedPlugin[];
}

type PluginMap = ReadonlyMap<string, PluginNode>;
type Faults = ReadonlyMap<string, BlockDetail[]>;

/** A plugin as far as its place in the order is concerned. */
export function nodeOf({ _id: name, version, manifest }: DesiredPlugin): PluginNode {
	return { name, version, requires: manifest.requires };
}

/**
 * Orders plugins by what they require, alphabetically where that leaves a choice. Blocks those whose
 * requirements are missing, of a wrong version or circular, and those that need a blocked one.
 */
export function resolveOrder(plugins: readonly PluginNode[]): ResolvedOrder {
	const byName = new Map(plugins.map(plugin => [plugin.name, plugin]));
	const names = [...byName.keys()].sort();
	const faults = new Map(names.map(name => [name, ownFaults(byName.get(name)!, byName)]));
	const blocked: BlockedPlugin[] = [];
	for (const name of names) {
		const own = faults.get(name)!;
		const details = own.length > 0 ? own : inheritedFaults(name, byName, faults);
		if (details.length > 0) blocked.push({ name, reason: reasonFor(details, faults), details });
	}
	const stopped = new Set(blocked.map(plugin => plugin.name));
	return {
		order: startOrder(
			names.filter(name => !stopped.has(name)),
			byName
		),
		blocked
	};
}

/** Lists all that need the plugin, directly or not, in the order in which they have to stop. */
export function dependentsOf(name: string, plugins: readonly PluginNode[]): string[] {
	const byName = new Map(plugins.map(plugin => [plugin.name, plugin]));
	const dependents = [...byName.keys()].filter(
		other => other !== name && shortestPath(other, name, byName) !== undefined
	);
	return startOrder(dependents.sort(), byName).toReversed();
}

function ownFaults(plugin: PluginNode, plugins: PluginMap): BlockDetail[] {
	const requirements = Object.entries(plugin.requires).sort(([a], [b]) => (a < b ? -1 : 1));
	const unmet = requirements.flatMap(([requirement, wanted]): BlockDetail[] => {
		const found = plugins.get(requirement)?.version;
		if (found === undefined) return [{ kind: "missing", requirement, wanted }];
		if (satisfies(found, wanted)) return [];
		return [{ kind: "version", requirement, wanted, found }];
	});
	const cycle = cycleThrough(plugin.name, plugins);
	return cycle ? [...unmet, { kind: "cycle", cycle }] : unmet;
}

/** Names a cycle from its alphabetically first plugin, so that all of its plugins name it alike. */
function cycleThrough(name: string, plugins: PluginMap): string[] | undefined {
	const path = shortestPath(name, name, plugins)?.slice(1);
	if (!path) return undefined;
	const start = path.indexOf([...path].sort()[0]!);
	const turned = [...path.slice(start), ...path.slice(0, start)];
	return [...turned, turned[0]!];
}

/** Finds, for each requirement that is blocked, the chain down to a plugin with a fault of its own. */
function inheritedFaults(name: string, plugins: PluginMap, faults: Faults): BlockDetail[] {
	const faulty = [...faults].filter(([, own]) => own.length > 0).map(([other]) => other);
	return requirementsOf(name, plugins).flatMap((requirement): BlockDetail[] => {
		const chains = faulty.flatMap(other => {
			const path =
				other === requirement ? [other] : shortestPath(requirement, other, plugins);
			return path ? [[name, ...path]] : [];
		});
		const chain = chains.sort((a, b) => a.length - b.length)[0];
		return chain ? [{ kind: "blocked", requirement, chain }] : [];
	});
}

/** Searches breadth first along requirements; from a plugin to itself it is the shortest cycle. */
function shortestPath(from: string, to: string, plugins: PluginMap): string[] | undefined {
	const paths = [[from]];
	const seen = new Set<string>();
	for (const path of paths) {
		for (const next of requirementsOf(path.at(-1)!, plugins)) {
			if (next === to) return [...path, next];
			if (seen.has(next)) continue;
			seen.add(next);
			paths.push([...path, next]);
		}
	}
	return undefined;
}

function requirementsOf(name: string, plugins: PluginMap): string[] {
	return Object.keys(plugins.get(name)?.requires ?? {}).sort();
}

/** Takes the alphabetically first plugin that waits for none of the others, until all are taken. */
function startOrder(names: readonly string[], plugins: PluginMap): string[] {
	const waiting = new Set(names);
	const order: string[] = [];
	while (waiting.size > 0) {
		const ready = [...waiting].find(name =>
			requirementsOf(name, plugins).every(other => other === name || !waiting.has(other))
		);
		// Only a cycle leaves none ready: its plugins have no order, so the first is as good as any.
		const next = ready ?? [...waiting][0]!;
		waiting.delete(next);
		order.push(next);
	}
	return order;
}

function reasonFor(details: readonly BlockDetail[], faults: Faults): string {
	return details.map(detail => sentenceFor(detail, faults)).join("; ");
}

function sentenceFor(detail: BlockDetail, faults: Faults): string {
	switch (detail.kind) {
		case "missing":
			return `requires ${detail.requirement} ${detail.wanted}, which is not installed`;
		case "version":
			return `requires ${detail.requirement} ${detail.wanted}, but ${detail.found} is installed`;
		case "cycle":
			return `requires itself in a circle: ${detail.cycle.join(" → ")}`;
		case "blocked": {
			const root = detail.chain.at(-1)!;
			const why = reasonFor(faults.get(root) ?? [], faults);
			return `requires ${detail.requirement}, which is blocked (${detail.chain.join(" → ")}: ${root} ${why})`;
		}
	}
}

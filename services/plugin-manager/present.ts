/** A plugin as administrators see it: what should run beside what does, with secrets masked. */
import type { ActualPlugin } from "./actual.ts";
import type { DesiredPlugin } from "./desired.ts";
import { settingsSchema } from "./manifest/manifest.ts";
import { shownSettings } from "./settings.ts";

export type PresentedPlugin = ReturnType<typeof presentPlugin>;

export function presentPlugin(plugin: DesiredPlugin, nodes: ActualPlugin[]) {
	const {
		_id: name,
		version,
		source,
		integrity,
		enabled,
		removed,
		manifest,
		revision,
		previous,
		lastFailure
	} = plugin;
	return {
		id: name,
		name,
		title: manifest.title || name,
		description: manifest.description,
		version,
		source,
		enabled,
		removed,
		state: stateOf(plugin, nodes),
		desired: { version, integrity, enabled, revision },
		actual: nodes.filter(node => node.name === name).map(presentNode),
		previous: previous && { version: previous.version, source: previous.source },
		lastFailure,
		requires: manifest.requires,
		permissions: manifest.permissions,
		settings: shownSettings(manifest, plugin.settings),
		settingsSchema: settingsSchema(manifest),
		updatedAt: plugin.updatedAt
	};
}

function presentNode(node: ActualPlugin) {
	const { nodeId, state, version, generation, reason, since, errors = 0, lastError } = node;
	return {
		nodeId,
		state,
		version,
		generation,
		reason,
		since,
		errors,
		lastError: lastError ?? null
	};
}

/** One word for the whole cluster. */
function stateOf(plugin: DesiredPlugin, nodes: ActualPlugin[]) {
	if (!plugin.enabled) return plugin.removed ? "removed" : "disabled";
	const own = nodes.filter(node => node.name === plugin._id);
	if (own.some(node => node.reason !== null)) return "failed";
	return own.length > 0 && own.every(node => node.integrity === plugin.integrity)
		? "started"
		: "starting";
}

/** A plugin's settings: which of them are secret, and what may be shown. */
import type { Manifest } from "./manifest/manifest.ts";

const HIDDEN = "********";

/** The names of the settings that never leave the server. */
export function secretsOf({ settings }: Manifest): string[] {
	return Object.entries(settings?.properties ?? {})
		.filter(([, schema]) => schema.secret === true)
		.map(([name]) => name);
}

/** The settings with secrets masked; one that is not set stays so. */
export function shownSettings(
	manifest: Manifest,
	settings: Record<string, unknown>
): Record<string, unknown> {
	const secrets = new Set(secretsOf(manifest));
	return Object.fromEntries(
		Object.entries(settings).map(([name, value]) => [
			name,
			secrets.has(name) && value ? HIDDEN : value
		])
	);
}

/** Settings as they were sent, with masked secrets replaced by those that are kept. */
export function withKeptSecrets(
	manifest: Manifest,
	sent: Record<string, unknown>,
	kept: Record<string, unknown>
): Record<string, unknown> {
	const secrets = new Set(secretsOf(manifest));
	return Object.fromEntries(
		Object.entries(sent).map(([name, value]) => [
			name,
			secrets.has(name) && value === HIDDEN ? kept[name] : value
		])
	);
}

/** A plugin's settings: which of them are secret, and what may be shown. */
import { checkSettings, type Manifest } from "./manifest/manifest.ts";

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

/** The settings that the new version still knows. */
export function keptSettings({ settings }: Manifest, values: Record<string, unknown>) {
	const known = Object.keys(settings?.properties ?? {});
	return Object.fromEntries(Object.entries(values).filter(([key]) => known.includes(key)));
}

/** The settings as another version takes them: what it does not know is left out, and what does not fit as well. */
export function fittingSettings(manifest: Manifest, values: Record<string, unknown>) {
	const { settings, problems } = checkSettings(manifest, keptSettings(manifest, values));
	return problems.length === 0 ? settings : checkSettings(manifest).settings;
}

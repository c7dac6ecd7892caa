/** A package on its way in: read within its limits, and what an administrator has to agree to. */
import type { Readable } from "node:stream";
import gt from "semver/functions/gt.js";
import type { DesiredPlugin } from "./desired.ts";
import { errors } from "./errors.ts";
import { ManifestError, type Manifest } from "./manifest/manifest.ts";
import { PackageError, readPackage, type PluginPackage } from "./package/package.ts";
import type { Plan } from "./plan.ts";

export interface InstallOptions {
	trusted: boolean;
	dryRun: boolean;
	acceptBreaking: boolean;
	acceptPermissions: boolean;
	/** Who has sent the package. */
	by: string | null;
}

/** Reads the whole upload; its limits are the package reader's. */
export async function readUpload(
	stream: Readable
): Promise<{ plugin: PluginPackage; bytes: Buffer }> {
	const chunks: Buffer[] = [];
	try {
		const plugin = await readPackage(stream.on("data", (chunk: Buffer) => chunks.push(chunk)));
		return { plugin, bytes: Buffer.concat(chunks) };
	} catch (error) {
		if (!(error instanceof PackageError || error instanceof ManifestError)) throw error;
		throw errors.BAD_PACKAGE({ reason: error.message, errors: error.problems }, error);
	}
}

/** The files of a package's migrations, in their order. */
export function migrationsIn({ files }: PluginPackage): string[] {
	return [...files.keys()]
		.filter(file => /^migrations\/[^/]+\.(ts|mts|js|mjs)$/.test(file))
		.sort();
}

/** Refuses what is not newer than the version that is there. */
export function requireNewer({ name, version }: Manifest, { version: found }: DesiredPlugin) {
	if (!gt(version, found)) throw errors.NOT_NEWER({ name, version, found });
}

/** What an administrator has to agree to before an upgrade. */
export function requireAccepted(
	{ name, addedPermissions: added, apiDiff }: Plan,
	{ acceptBreaking, acceptPermissions }: InstallOptions
) {
	if (added && !acceptPermissions) throw errors.MORE_PERMISSIONS({ name, added });
	const breaking = apiDiff.breaking.map(change => change.sentence);
	if (breaking.length > 0 && !acceptBreaking) throw errors.BREAKING({ name, breaking });
}

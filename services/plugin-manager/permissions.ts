/**
 * What a plugin may do, by its manifest. It is a guard rail: code that runs in process could go around it,
 * but code that means well is told what it has not asked for.
 */
import { answersHook } from "../../mixins/hooks.ts";
import type { ActingPlugin, CollectionDescription, LyceumSchema } from "../../mixins/index.ts";
import { errors } from "./errors.ts";
import type { Manifest, ManifestPermissions } from "./manifest/manifest.ts";

const KINDS = ["actions", "events", "collections", "hosts", "routes"] as const;

export class PluginPermissions implements ActingPlugin {
	readonly name: string;
	readonly #permissions: ManifestPermissions;
	readonly #services: Set<string>;

	constructor(
		{ name, permissions }: Pick<Manifest, "name" | "permissions">,
		schemas: LyceumSchema[]
	) {
		this.name = name;
		this.#permissions = permissions;
		this.#services = new Set(schemas.map(schema => schema.name));
	}

	get hosts(): string[] {
		return this.#permissions.hosts;
	}

	requireAction(action: string): void {
		if (this.#services.has(firstPart(action)) || answersHook(action)) return;
		if (covers(this.#permissions.actions, action)) return;
		throw errors.ACTION_NOT_PERMITTED({ name: this.name, action });
	}

	requireCollection(collection: string): void {
		if (this.#permissions.collections.includes(collection)) return;
		throw errors.COLLECTION_NOT_PERMITTED({ name: this.name, collection });
	}

	/** Throws when the definitions hear or hold what the manifest does not name. */
	requireDeclared(schemas: LyceumSchema[]): void {
		const own = new Set([...this.#services, ...schemas.flatMap(collectionsOf)]);
		const events = schemas
			.flatMap(schema => Object.keys(schema.events ?? {}))
			.filter(event => !own.has(firstPart(event)))
			.filter(event => !covers(this.#permissions.events, event));
		const collections = schemas
			.flatMap(collectionsOf)
			.filter(collection => !this.#permissions.collections.includes(collection));
		if (events.length === 0 && collections.length === 0) return;
		throw errors.NOT_PERMITTED({ name: this.name, missing: { events, collections } });
	}
}

/** What one version's permissions hold and the other's do not cover; null when there is nothing. */
export function addedPermissions(
	before: ManifestPermissions,
	after: ManifestPermissions
): Partial<ManifestPermissions> | null {
	const added = KINDS.flatMap(kind => {
		// What was kept by an older kernel has no routes.
		const more = after[kind].filter(entry => !covers(before[kind] ?? [], entry));
		return more.length > 0 ? [[kind, more] as const] : [];
	});
	return added.length > 0 ? Object.fromEntries(added) : null;
}

function collectionsOf({ metadata }: LyceumSchema): string[] {
	return (metadata?.collections ?? []).map(({ name }: CollectionDescription) => name);
}

/** The service of an action, the service or collection that an event is about. */
function firstPart(name: string) {
	return name.split(".", 1)[0]!;
}

function covers(permitted: string[], name: string): boolean {
	return permitted.some(pattern => pattern === name || isWithin(pattern, name));
}

/** Whether a name or pattern lies within a pattern: `users.**` holds `users.*` and `users.user.created`. */
function isWithin(pattern: string, name: string): boolean {
	if (pattern.startsWith("*.")) return name.endsWith(pattern.slice(1));
	const wanted = name.split(".");
	const parts = pattern.split(".");
	for (const [index, part] of parts.entries()) {
		if (part === "**") return wanted.length > index;
		const found = wanted[index];
		if (found === undefined || found === "**") return false;
		if (part !== "*" && part !== found) return false;
	}
	return parts.length === wanted.length;
}

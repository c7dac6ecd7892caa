/** What the plugin manager refuses, and why a plugin does not run. */
import { defineErrors, type InputProblem } from "../../mixins/index.ts";

export const errors = defineErrors("PLUGINS", {
	NOT_FOUND: {
		status: 404,
		message: ({ name }: { name: string }) => `No plugin is named "${name}"`
	},
	NO_PACKAGE: {
		status: 400,
		message: ({ errors: [problem] }: { errors: InputProblem[] }) =>
			`The form needs the plugin's package in the field "package" (${problem?.message})`
	},
	BAD_PACKAGE: {
		status: 400,
		message: ({ reason }: { reason: string; errors: InputProblem[] }) => reason
	},
	BAD_SETTINGS: {
		status: 400,
		message: ({ name }: { name: string; errors: InputProblem[] }) =>
			`The settings do not fit "${name}"`
	},
	SETTINGS_REFUSED: {
		status: 422,
		message: ({ name, reason }: { name: string; reason: string }) =>
			`"${name}" refused the new settings and keeps the old ones: ${reason}`
	},
	UNTRUSTED: {
		status: 403,
		message: ({ name, integrity }: { name: string; integrity: string }) =>
			`"${name}" may not run in process: send the field trust=in-process if you trust its code fully, or put ${name}@${integrity} into TRUSTED_PLUGINS`
	},
	NOT_NEWER: {
		status: 409,
		message: ({ name, version, found }: { name: string; version: string; found: string }) =>
			`"${name}" ${version} is not newer than ${found}, which is installed`
	},
	ROUTE_TAKEN: {
		status: 409,
		message: ({
			name,
			conflicts
		}: {
			name: string;
			conflicts: { route: string; claimedBy: string; existing: string }[];
		}) =>
			`"${name}" claims ${conflicts.map(({ route, claimedBy, existing }) => `${route}, where ${existing} belongs to "${claimedBy}"`).join("; ")}`
	},
	NAME_TAKEN: {
		status: 409,
		message: ({ name, owner }: { name: string; owner: string }) =>
			`"${name}" is the name of a part of ${owner}`
	},
	BAD_STREAMS: {
		status: 409,
		message: ({ name, problems }: { name: string; problems: string[] }) =>
			`"${name}" cannot have its streams: ${problems.join("; ")}`
	},
	BAD_JOBS: {
		status: 409,
		message: ({ name, problems }: { name: string; problems: string[] }) =>
			`"${name}" cannot have its jobs: ${problems.join("; ")}`
	},
	BAD_PAGES: {
		status: 422,
		message: ({ name, errors: problems }: { name: string; errors: InputProblem[] }) =>
			`"${name}" cannot have its pages: ${problems.map(({ pointer, message, expected }) => `${pointer} ${message}, expected ${expected}`).join("; ")}`
	},
	ROLLING_OUT: {
		status: 409,
		message: ({ name, coordinator }: { name: string; coordinator: string }) =>
			`A change of "${name}" is just being carried out by ${coordinator}: try again when it has ended`
	},
	NODE_FAILED: {
		status: 422,
		message: ({ name, nodeId, reason }: { name: string; nodeId: string; reason: string }) =>
			`The change of "${name}" was taken back on all nodes, because ${nodeId} cannot follow: ${reason}`
	},
	COORDINATOR_LOST: {
		status: 503,
		message: ({ name, nodeId }: { name: string; nodeId: string }) =>
			`The change of "${name}" was taken back, because ${nodeId}, which carried it out, is gone`
	},
	REQUIREMENTS: {
		status: 409,
		message: ({ reason }: { name: string; reason: string }) => reason
	},
	NEEDED: {
		status: 409,
		message: ({ name, dependents }: { name: string; dependents: string[] }) =>
			`"${name}" is required by ${dependents.join(", ")}`
	},
	NO_PREVIOUS: {
		status: 409,
		message: ({ name }: { name: string }) => `"${name}" has no earlier version to go back to`
	},
	CHANGED_MEANWHILE: {
		status: 409,
		message: ({ name }: { name: string }) =>
			`"${name}" was changed by somebody else meanwhile: look again`,
		retryable: true
	},
	LOAD_FAILED: {
		status: 422,
		message: ({ name, version, reason }: { name: string; version: string; reason: string }) =>
			`"${name}" ${version} could not be loaded: ${reason}`
	},
	START_FAILED: {
		status: 422,
		message: ({ name, version, reason }: { name: string; version: string; reason: string }) =>
			`"${name}" ${version} did not start: ${reason}`
	},
	NOT_PERMITTED: {
		status: 422,
		message: ({
			name,
			missing: { events, collections }
		}: {
			name: string;
			missing: { events: string[]; collections: string[] };
		}) =>
			`"${name}" ${[...events.map(event => `hears ${event}`), ...collections.map(collection => `has the collection ${collection}`)].join(", ")}: its manifest must name them in lyceum.permissions`
	},
	// The two are the plugin's fault, not the caller's.
	ACTION_NOT_PERMITTED: {
		status: 500,
		message: ({ name, action }: { name: string; action: string }) =>
			`"${name}" may not call ${action}: its manifest does not name it in lyceum.permissions.actions`
	},
	COLLECTION_NOT_PERMITTED: {
		status: 500,
		message: ({ name, collection }: { name: string; collection: string }) =>
			`"${name}" may not use the collection ${collection}: its manifest does not name it in lyceum.permissions.collections`
	},
	MORE_PERMISSIONS: {
		status: 409,
		message: ({
			name,
			added
		}: {
			name: string;
			added: Partial<
				Record<"actions" | "events" | "collections" | "hosts" | "routes", string[]>
			>;
		}) =>
			`The new version of "${name}" wants more permissions: ${Object.entries(added)
				.map(([kind, entries]) => `${kind} ${entries.join(", ")}`)
				.join("; ")}. Send acceptPermissions=true to go on`
	},
	BAD_MIGRATION: {
		status: 422,
		message: ({ name, file, reason }: { name: string; file: string; reason: string }) =>
			`"${name}" cannot have the migration ${file}: ${reason}`
	},
	MIGRATION_CHANGED: {
		status: 409,
		message: ({ name, file }: { name: string; file: string }) =>
			`The migration ${file} of "${name}" was changed after it had run: put it back as it was, and make another one for what is new`
	},
	MIGRATION_LATE: {
		status: 409,
		message: ({ name, file, last }: { name: string; file: string; last: string }) =>
			`The migration ${file} of "${name}" comes before ${last}, which has run already: give it a higher number`
	},
	MIGRATION_FAILED: {
		status: 422,
		message: ({
			name,
			file,
			step,
			reason
		}: {
			name: string;
			file: string;
			step: "expand" | "contract" | "undo";
			reason: string;
		}) =>
			`The migration ${file} of "${name}" failed in its ${step}, and goes on from there when it is tried again: ${reason}`
	},
	MIGRATING: {
		status: 409,
		message: ({ name }: { name: string }) =>
			`The documents of "${name}" are just being migrated by another node: try again when that has ended`
	},
	CONTRACTED: {
		status: 409,
		message: ({ name, version, files }: { name: string; version: string; files: string[] }) =>
			`"${name}" cannot go back to ${version}: what it needs was removed from the documents by the contract of ${files.join(", ")}`
	},
	NOT_DRAINED: {
		status: 409,
		message: ({ name, version, nodes }: { name: string; version: string; nodes: string[] }) =>
			`"${name}" ${version} does not run on ${nodes.join(", ")}: its documents can be contracted when it runs everywhere`
	},
	WRITES_PAUSED: {
		status: 503,
		message: ({ name }: { name: string; retryAfterSeconds: number }) =>
			`The documents of "${name}" are being migrated and cannot be written: try again in a moment`,
		retryable: true
	},
	BREAKING: {
		status: 409,
		message: ({ name, breaking }: { name: string; breaking: string[] }) =>
			`The new version of "${name}" breaks its API: ${breaking.join("; ")}. Send acceptBreaking=true to go on`
	}
});

/** A plugin as the API answers it: what should run beside what does. */
import type { JsonSchema } from "../../api/screens.ts";

export interface PluginNode {
	nodeId: string;
	state: string;
	version: string | null;
	generation: number | null;
	reason: string | null;
	since: string;
	errors: number;
	lastError: { version: string; message: string; at: string } | null;
}

export interface Plugin {
	name: string;
	title: string;
	description: string;
	version: string;
	source: "bundled" | "package";
	enabled: boolean;
	state: "started" | "starting" | "failed" | "disabled" | "removed";
	desired: { version: string; enabled: boolean; revision: number; integrity: string };
	actual: PluginNode[];
	previous: { version: string } | null;
	lastFailure: { version: string; reason: string; at: string } | null;
	requires: Record<string, string>;
	permissions: Record<string, string[]>;
	settings: Record<string, unknown>;
	settingsSchema: JsonSchema;
	updatedAt: string;
}

export interface ApiChange {
	kind: string;
	subject: string;
	breaking: boolean;
	sentence: string;
}

/** What an installation would do. */
export interface Plan {
	name: string;
	version: string;
	adds: {
		routes: string[];
		events: string[];
		collections: string[];
		pages: string[];
		abilities: object;
	};
	needsTrust: boolean;
	requires: Record<string, string>;
	permissions: Record<string, string[]>;
	addedPermissions: Record<string, string[]> | null;
	migrations: string[];
	apiDiff: Record<"added" | "changed" | "removed" | "breaking", ApiChange[]>;
}

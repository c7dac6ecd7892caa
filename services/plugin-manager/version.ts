/** What was loaded of one version of a plugin, and what follows from it, each worked out once. */
import type { LyceumBroker, LyceumSchema } from "../../mixins/index.ts";
import { routesOfSchema, type Route } from "../gateway/routes.ts";
import { surfaceOf } from "../openapi/surface.ts";
import type { LoadedPlugin } from "./loader.ts";
import { mergedSchema } from "./merged-schema.ts";

export class Version {
	/** The definitions with their mixins merged in, the one that is named like the plugin first. */
	readonly schemas: LyceumSchema[];
	readonly #loaded: LoadedPlugin;
	#routes: Route[] | undefined;
	#surface: string | undefined;

	constructor(broker: LyceumBroker, loaded: LoadedPlugin) {
		this.#loaded = loaded;
		this.schemas = loaded.definitions.map(schema => mergedSchema(broker, schema));
	}

	get routes(): Route[] {
		return (this.#routes ??= this.schemas.flatMap(routesOfSchema));
	}

	/** What it offers to clients, as the text of a `Surface`. */
	get surface(): string {
		return (this.#surface ??= JSON.stringify(surfaceOf(this.schemas)));
	}

	/** Lets go of what it declares; a version that was started must have been stopped. */
	release(): void {
		this.#loaded.release();
	}
}

/** What was loaded of one version of a plugin, and what follows from it, each worked out once. */
import type { LyceumBroker, LyceumSchema } from "../../mixins/index.ts";
import { routesOfSchema, type Route } from "../gateway/routes.ts";
import { surfaceOf } from "../openapi/surface.ts";
import { mergedSchema } from "./merged-schema.ts";

export class Version {
	/** The definitions with their mixins merged in, the one that is named like the plugin first. */
	readonly schemas: LyceumSchema[];
	#routes: Route[] | undefined;
	#surface: string | undefined;

	constructor(broker: LyceumBroker, definitions: LyceumSchema[]) {
		this.schemas = definitions.map(schema => mergedSchema(broker, schema));
	}

	get routes(): Route[] {
		return (this.#routes ??= this.schemas.flatMap(routesOfSchema));
	}

	/** What it offers to clients, as the text of a `Surface`. */
	get surface(): string {
		return (this.#surface ??= JSON.stringify(surfaceOf(this.schemas)));
	}
}

/** The description of streams and events, as AsyncAPI, made of what is loaded when it is asked for. */
import { defineMixin, defineService } from "../../../mixins/index.ts";
import type { Config } from "../../kernel/config.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import type { Catalogue } from "../catalogue.ts";
import { asyncapiDocument, type Server } from "./document.ts";

const described = defineMixin({
	metadata: { description: "The description of streams and events" }
});

/** Makes the service's definition. */
export function asyncapiService({ config }: Runtime, catalogue: Catalogue) {
	return defineService({
		name: "asyncapi",
		mixins: [described],

		actions: {
			document: {
				rest: [
					{ method: "GET", fullPath: "/asyncapi.json" },
					{ method: "GET", fullPath: "/api/v1/asyncapi.json" }
				],
				can: "public",
				summary: "Get the AsyncAPI document of what is loaded at this moment",
				returns: {
					schema: {
						type: "object",
						properties: {
							asyncapi: { type: "string" },
							info: { type: "object" },
							servers: { type: "object" },
							channels: { type: "object" },
							operations: { type: "object" },
							components: { type: "object" }
						},
						required: ["asyncapi", "info", "channels", "operations"]
					},
					example: {
						asyncapi: "3.0.0",
						info: { title: "Lyceum events", version: "0.1.0" },
						channels: {},
						operations: {}
					}
				},
				handler: () => asyncapiDocument(catalogue, serversOf(config))
			}
		}
	});
}

/** Where the settings say that clients reach Lyceum; the address of NATS is nobody's business. */
function serversOf({ publicUrl, host, port }: Config): Record<string, Server> {
	const api = new URL(publicUrl ?? `http://${host.includes(":") ? `[${host}]` : host}:${port}`);
	return {
		api: {
			host: api.host,
			protocol: api.protocol.slice(0, -1),
			...(api.pathname !== "/" && { pathname: api.pathname }),
			description: "The gateway"
		}
	};
}

/**
 * The AsyncAPI 3.0 document of what is loaded: the durable streams and the events with their messages, as
 * Lyceum sends them. The same declarations give the same document, byte for byte.
 */
import manifest from "../../../package.json" with { type: "json" };
import type { JsonSchema, MessageDefinition } from "../../../mixins/index.ts";
import { exampleOf } from "../../openapi/example.ts";
import type { Catalogue, DeclaredEvent, DeclaredStream } from "../catalogue.ts";
import { messageSchema } from "../streams.schema.ts";
import { subjectOf } from "../jetstream/names.ts";

export interface Server {
	host: string;
	protocol: string;
	pathname?: string;
	description: string;
}

type Named = Record<string, object>;

const HEADERS: JsonSchema = {
	type: "object",
	description: "What a message of a stream has beside its payload",
	properties: Object.fromEntries(
		Object.entries(messageSchema.properties ?? {}).filter(([name]) => name !== "payload")
	),
	required: messageSchema.required!.filter(name => name !== "payload")
};

const HEADERS_EXAMPLE = exampleOf(HEADERS);

/** Describes what is declared; `servers` are where messages can be had. */
export function asyncapiDocument(catalogue: Catalogue, servers: Record<string, Server>): object {
	const streams = catalogue.streams().toSorted(byName);
	const events = [...catalogue.events().values()].toSorted(byName);
	return {
		asyncapi: "3.0.0",
		info: {
			title: "Lyceum events",
			version: manifest.version,
			description:
				"Durable streams, and the events that services emit. A message of a stream is delivered at least once, in order for its key; an event at most once.",
			license: {
				name: manifest.license,
				url: `https://spdx.org/licenses/${manifest.license}.html`
			}
		},
		defaultContentType: "application/json",
		servers,
		channels: merged([...streams.map(streamChannel), ...events.map(eventChannel)]),
		operations: merged([...streams, ...events].map(operation)),
		components: {
			messages: merged([...streams.flatMap(streamMessages), ...events.map(eventMessage)]),
			messageTraits: { streamMessage: { headers: HEADERS } },
			securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } }
		}
	};
}

function streamChannel({ name, description, owner, messages }: DeclaredStream): Named {
	return {
		[keyOf(name)]: {
			address: `lyceum.${name}.{partition}`,
			title: name,
			description: `${description}. Of ${owner}; the subject on JetStream is ${subjectOf(name, "*")}.`,
			parameters: {
				partition: { description: "The part of the keys that a message's key belongs to" }
			},
			messages: merged(messages.map(message => reference(messageKey(message))))
		}
	};
}

function eventChannel({ name, service, description }: DeclaredEvent): Named {
	const messages = reference(keyOf(name));
	return {
		[keyOf(name)]: {
			address: name,
			title: name,
			description: `${description}; emitted by ${service} on the bus`,
			messages
		}
	};
}

function operation({ name }: { name: string }): Named {
	return {
		[`send-${keyOf(name)}`]: {
			action: "send",
			channel: { $ref: `#/channels/${keyOf(name)}` },
			summary: `Lyceum sends what happens on ${name}`,
			security: [{ $ref: "#/components/securitySchemes/bearer" }]
		}
	};
}

function streamMessages({ messages }: DeclaredStream): Named[] {
	return messages.map(message => ({
		[messageKey(message)]: {
			name: message.type,
			title: `${message.stream}: ${message.type}`,
			summary: message.description,
			traits: [{ $ref: "#/components/messageTraits/streamMessage" }],
			payload: message.schema,
			examples: [{ headers: headersOf(message), payload: exampleOf(message.schema) }]
		}
	}));
}

function headersOf({ stream, type }: MessageDefinition): object {
	return { ...(HEADERS_EXAMPLE as object), stream, type };
}

function eventMessage({ name, description, schema }: DeclaredEvent): Named {
	return {
		[keyOf(name)]: {
			name,
			title: name,
			summary: description,
			payload: schema,
			examples: [{ payload: exampleOf(schema) }]
		}
	};
}

function messageKey({ stream, type }: MessageDefinition): string {
	return `${keyOf(stream)}-${type}`;
}

function reference(name: string): Named {
	return { [name]: { $ref: `#/components/messages/${name}` } };
}

/** Names of channels and messages are letters, digits, dots, dashes and underscores. */
function keyOf(name: string): string {
	return name.replace(/[^A-Za-z0-9._-]/g, "_");
}

function merged(parts: Named[]): Named {
	return Object.assign({}, ...parts) as Named;
}

function byName(one: { name: string }, other: { name: string }) {
	return one.name < other.name ? -1 : 1;
}

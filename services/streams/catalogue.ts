/** What is declared at this moment: streams, the messages on them, and events, by the services that run here. */
import type { Service } from "moleculer";
import type {
	CollectionDescription,
	EventDefinition,
	JsonSchema,
	LyceumSchema,
	MessageDefinition
} from "../../mixins/index.ts";
import { KERNEL_MESSAGES, KERNEL_STREAMS } from "../../mixins/stream-messages.ts";
import { baseName } from "../kernel/conventions.middleware.ts";

/** Who declares what belongs to no plugin. */
const KERNEL = "kernel";

export interface DeclaredStream {
	name: string;
	description: string;
	/** The service that brings it; `kernel` for the kernel's own. */
	owner: string;
	messages: MessageDefinition[];
}

export interface DeclaredEvent extends EventDefinition {
	service: string;
}

type Declarations = Pick<LyceumSchema, "publishes" | "emits" | "metadata" | "actions">;

/** Which actions make which of a collection's own events; those that a service does not offer are never sent. */
const CHANGES: [verb: string, actions: string[]][] = [
	["created", ["create"]],
	["updated", ["update", "replace"]],
	["removed", ["remove"]],
	["restored", ["restore"]]
];

export class Catalogue {
	readonly #services = new Map<Service, Declarations>();
	readonly #listeners = new Set<() => void>();
	#events: Map<string, DeclaredEvent> | null = null;
	#messages: Map<string, MessageDefinition> | null = null;

	add(service: Service, declarations: Declarations): void {
		this.#services.set(service, declarations);
		this.#forgetLists();
	}

	remove(service: Service): void {
		if (this.#services.delete(service)) this.#forgetLists();
	}

	/** Calls `listener` when services have come or gone; answers what ends it. */
	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}

	streams(): DeclaredStream[] {
		const streams = new Map<string, DeclaredStream>(
			Object.entries(KERNEL_STREAMS).map(([name, description]) => [
				name,
				{ name, description, owner: KERNEL, messages: [] }
			])
		);
		for (const [service, { publishes = [] }] of this.#services)
			for (const { stream: name } of publishes)
				if (!streams.has(name))
					streams.set(name, {
						name,
						description: `Messages of ${baseName(service.name)}`,
						owner: baseName(service.name),
						messages: []
					});
		for (const message of this.messages().values())
			streams.get(message.stream)?.messages.push(message);
		return [...streams.values()];
	}

	messages(): ReadonlyMap<string, MessageDefinition> {
		this.#messages ??= new Map(
			[
				...KERNEL_MESSAGES,
				...[...this.#services.values()].flatMap(({ publishes = [] }) => publishes)
			].map(message => [idOf(message), message])
		);
		return this.#messages;
	}

	message(stream: string, type: string): MessageDefinition | undefined {
		return this.messages().get(idOf({ stream, type }));
	}

	/** What services emit, their collections' own events among it; of two generations the newer counts. */
	events(): ReadonlyMap<string, DeclaredEvent> {
		this.#events ??= new Map(
			[...this.#services].flatMap(([{ name }, declarations]) =>
				[...changeEvents(declarations), ...(declarations.emits ?? [])].map(
					event => [event.name, { ...event, service: baseName(name) }] as const
				)
			)
		);
		return this.#events;
	}

	#forgetLists() {
		this.#events = null;
		this.#messages = null;
		this.#listeners.forEach(listener => listener());
	}
}

function idOf({ stream, type }: Pick<MessageDefinition, "stream" | "type">) {
	return `${stream} ${type}`;
}

const text: JsonSchema = { type: "string" };

/** What every collection tells of each change: ids alone, see `commit` of the SDK. */
const changeSchema: JsonSchema = {
	type: "object",
	properties: {
		id: { ...text, examples: ["65f0c0ffee65f0c0ffee65f0"] },
		rev: { type: "integer", minimum: 1, examples: [1] },
		changeId: { ...text, examples: ["65f0c0ffee65f0c0ffee65f1"] },
		actorId: { type: ["string", "null"], examples: ["65f0c0ffee65f0c0ffee65f2"] }
	},
	required: ["id", "rev", "changeId", "actorId"]
};

function changeEvents({ metadata, actions = {} }: Declarations): EventDefinition[] {
	const verbs = CHANGES.filter(([, names]) => names.some(name => actions[name])).map(
		([verb]) => verb
	);
	return (metadata?.collections ?? []).flatMap(({ name, subject }: CollectionDescription) => {
		const noun = subject.charAt(0).toLowerCase() + subject.slice(1);
		return verbs.map(verb => ({
			name: `${name}.${noun}.${verb}`,
			description: `A ${subject} was ${verb}`,
			schema: changeSchema
		}));
	});
}

/** What rules may be about: the subjects of what runs, with their fields and the verbs that are used of them. */
import type { Action, CollectionDescription, LyceumBroker } from "../../mixins/index.ts";
import type { Rules } from "./rules.ts";

export interface KnownSubject {
	/** The names of its fields; null for what is no collection of documents. */
	fields: ReadonlySet<string> | null;
	verbs: Set<string>;
	/** Where its documents are; null for what is no collection. */
	collection: string | null;
}

export type KnownSubjects = ReadonlyMap<string, KnownSubject>;

interface ListedService {
	metadata?: {
		subject?: string;
		collections?: CollectionDescription[];
		/** The fields of what rules may be about although no collection holds it. */
		subjects?: Record<string, string[]>;
	};
	actions?: Record<string, Action>;
}

const BASE_VERBS = ["create", "read", "update", "delete", "manage"];

/** Every subject that a running service or one of its rules names. */
export function subjectsOf(broker: LyceumBroker, rules: Rules): KnownSubjects {
	const known = new Map<string, KnownSubject>();
	const find = (name: string) => {
		const subject = known.get(name) ?? newSubject();
		known.set(name, subject);
		return subject;
	};
	const services = broker.registry.getServiceList({ withActions: true, grouping: true });
	for (const service of services as unknown as ListedService[]) addService(service, find);
	for (const { action, subject } of rules.contributed())
		for (const name of [subject].flat())
			[action].flat().forEach(verb => find(name).verbs.add(verb));
	return known;
}

function addService(
	{ metadata, actions = {} }: ListedService,
	find: (name: string) => KnownSubject
) {
	for (const { name, subject, schema } of metadata?.collections ?? []) {
		const entry = find(subject);
		entry.collection = name;
		entry.fields = new Set(Object.keys(schema.properties ?? {}));
	}
	for (const [subject, fields] of Object.entries(metadata?.subjects ?? {}))
		find(subject).fields = new Set(fields);
	for (const { can } of Object.values(actions)) {
		if (can === undefined || can === "public" || can === "authenticated") continue;
		const right = typeof can === "string" ? { action: can, subject: metadata?.subject } : can;
		if (right.subject) find(right.subject).verbs.add(right.action);
	}
}

function newSubject(): KnownSubject {
	return { fields: null, verbs: new Set(BASE_VERBS), collection: null };
}

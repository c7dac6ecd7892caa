/** What a service may declare. */
import type { ActionSchema, Service, ServiceSchema } from "moleculer";
import type { Model } from "mongoose";
import type { AbilityRules } from "./ability.ts";
import type { Field } from "./collection/fields.ts";
import type { ConsoleHints, ConsolePage } from "./console.ts";
import type { Ctx, LyceumBroker } from "./context.ts";
import type { EventDefinition } from "./events.ts";
import type { HookHandlers } from "./hooks.ts";
import type { JobDefinition, ScheduleDefinition } from "./jobs.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { ModelDefinition, Stored } from "./model.ts";
import type { NotificationKind } from "./notifications.ts";
import type { MessageDefinition, StreamConsumer } from "./streams.ts";

/** Undoes an acquisition. */
export type Release = () => unknown;

/** moleculer-web's `rest`: `"GET /:id"`, or an object with `method`, `path`, `basePath`, `fullPath`, `type`. */
export interface RestObject {
	method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	path?: string;
	basePath?: string;
	/** A path from the root, outside the API's base path. */
	fullPath?: string;
	/** How the body is taken: parsed (`call`), as it flows (`stream`), or as a form with a file (`multipart`). */
	type?: "call" | "stream" | "multipart";
}

/** Who may call: anybody, any signed-in user, or whoever may do `action` on `subject`. */
export type Can = "public" | "authenticated" | { action: string; subject: string } | (string & {});

/** What a call answers, for OpenAPI. */
export interface Returns {
	/** The status of success; the default is 200, or 204 without a schema. */
	status?: number;
	schema?: JsonSchema;
	/** The media types when it is not JSON alone. */
	type?: string | string[];
	/** True for what is sent as it comes, without an entity tag; files and events need not say so. */
	streamed?: boolean;
	example?: unknown;
}

/**
 * How often an action may be called, in place of its caller's own limit: a number of times for each user (for
 * guests, each address), the limit of sign-ins or that of password resets (for each address, and each `username`
 * or `email` that is given), or `false` for probes, which are never refused.
 */
export type ActionLimit = false | "login" | "reset" | { points: number; seconds: number };

/** One action. Without `rest` it is not published; without `can` it is refused at load. */
export interface Action extends Omit<ActionSchema, "rest" | "handler" | "params"> {
	rest?: string | RestObject | (string | RestObject)[];
	/** A verb on the service's subject (`"read"`), or one of the other forms of `Can`. */
	can?: Can;
	/** True for what could take over an account or the system: the caller must have shown a password lately. */
	stepUp?: boolean;
	/** Moleculer's validator rules; unknown parameters of a published action are refused. */
	params?: ActionSchema["params"];
	/** One sentence for people, in the imperative. */
	summary?: string;
	description?: string;
	/** JSON Schemas of what an action checks by itself, where `params` cannot say it. */
	input?: {
		query?: JsonSchema;
		body?: JsonSchema;
		/** The media type of a body that is read as it flows. */
		bodyType?: string;
	};
	/** Headers, in lower case, whose value is taken for a parameter that the address does not give. */
	headers?: Record<string, string>;
	returns?: Returns;
	/** An example of the body, for OpenAPI. */
	example?: unknown;
	/** Headers that every answer at the action's address carries, refusals and answers to OPTIONS included. */
	answerHeaders?: Record<string, string>;
	/** True when the answer is a page of a list: the gateway adds `Link` and `X-Total-Count`. */
	paged?: boolean;
	/** True when the answer is one document with `rev`: the gateway adds `ETag` and heeds `If-Match`. */
	versioned?: boolean;
	/** True when any value of the input may be a secret: the audit trail keeps the names alone. */
	secretInput?: boolean;
	/** True when the answer holds a secret that must not be kept for a repeated request. */
	secretAnswer?: boolean;
	/**
	 * The media types of files that are taken, by a form or as the body; the content is held to them, and
	 * to what the sender says. `$file.mediaType` is then what it is; without `accept`, what the sender says.
	 */
	accept?: string[];
	/** The action's own limit; without it the request counts for its caller. */
	limit?: ActionLimit;
	/** The largest body that is taken, in bytes; the default is the gateway's. */
	maxBodyBytes?: number;
	handler(ctx: Ctx<never>): unknown;
}

/** What every service of ours has beside Moleculer's own members. */
export interface ServiceMembers<Settings = Record<string, unknown>> {
	broker: LyceumBroker;
	settings: Settings;
	logger: Service["logger"];
	name: string;
	/** Registers what undoes an acquisition; see `disposable`. */
	onStop(release: Release): void;
	/** The model of this generation of the service. */
	model<Document>(definition: ModelDefinition<Document>): Model<Document & Stored>;
}

type Hook = () => void | Promise<void>;

/** What the kernel reads of a service, beside what Moleculer knows. */
interface Declarations {
	/** The rules that it adds to each role. */
	abilities?: AbilityRules;
	/** The events that it emits, see `defineEvent`. */
	emits?: EventDefinition[];
	/** The messages that it publishes on durable streams, see `defineMessage`. */
	publishes?: MessageDefinition[];
	/** The kinds of notification that it sends, see `defineNotification`. */
	notifies?: NotificationKind[];
	/** What it does with the messages of durable streams, by stream. */
	streams?: Record<string, StreamConsumer>;
	/** The kinds of work that its actions do in the background, see `defineJob`. */
	jobs?: JobDefinition[];
	/** What of it is queued by the clock. */
	schedules?: ScheduleDefinition[];
	/** How the console shows its collections, see `defineConsole`. */
	console?: ConsoleHints[];
	/** The pages of its own that it brings to the console, see `definePage`. */
	pages?: ConsolePage[];
	/** Throws when the service cannot do its work; asked after every start and by `/health`. */
	health?: Hook;
}

/** What a service declares; `Methods` is inferred from `methods`. */
export interface ServiceDefinition<Methods, Settings> extends Declarations {
	name: string;
	mixins?: (Partial<ServiceSchema> | Mixin)[];
	dependencies?: ServiceSchema["dependencies"];
	settings?: Settings;
	/** What the service's actions are about, for `can` and abilities; a collection brings its model's. */
	subject?: string;
	/** The base path of its routes below `/api/v1`; the default is `/<name>`. */
	path?: string;
	/** How it answers the questions of other plugins, by the hook's name, see `defineHook`. */
	hooks?: HookHandlers & ThisType<ServiceMembers<Settings> & Methods>;
	/** By name; `false` takes one away that a mixin brings. */
	actions?: Record<string, Action | false>;
	events?: ServiceSchema["events"];
	methods?: Methods;
	created?: Hook;
	started?: Hook;
	stopped?: Hook;
	/** Hears that its settings have been changed; `this.settings` holds the new ones already. */
	settingsChanged?: (previous: Settings) => void | Promise<void>;
}

/** A collection as the console and other nodes know it. */
export interface CollectionDescription {
	name: string;
	subject: string;
	/** The JSON Schema of a document. */
	schema: JsonSchema;
	/** Every field that may be asked for. */
	fields: Field[];
	/** The paths inside of other fields that never leave the server. */
	hiddenPaths: string[];
}

/** A definition as Moleculer takes it, with what the kernel needs beside. */
export type LyceumSchema = ServiceSchema &
	Declarations & {
		metadata?: {
			subject?: string;
			/** The hooks that it answers. */
			hooks?: string[];
			collections?: CollectionDescription[];
			/** The same as `abilities`, for other nodes. */
			abilities?: AbilityRules;
		};
		settingsChanged?: (previous: unknown) => void | Promise<void>;
	};

/** A part that services mix in, with actions that they can take over. */
export type Mixin<Name extends string = string> = Omit<Partial<ServiceSchema>, "actions"> & {
	actions: Record<Name, Action>;
};

/** Declares a part that services mix in; `This` is what it keeps on the service. */
export function defineMixin<This = object>(
	mixin: Partial<Omit<ServiceDefinition<object, object>, "methods">> & {
		methods?: Record<string, (...args: never[]) => unknown>;
		metadata?: object;
	} & ThisType<ServiceMembers & This & { schema: LyceumSchema; fullName: string }>
): Partial<ServiceSchema> {
	return mixin as Partial<ServiceSchema>;
}

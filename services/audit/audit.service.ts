/**
 * The audit trail: who did what, from where, with what outcome.
 * Promises that every changing action and every sign-in has an entry, that entries are only ever added,
 * and that a change of the trail is found out.
 */
import type { Service } from "moleculer";
import {
	collection,
	defineService,
	requestErrors,
	type CollectionDescription,
	type Ctx,
	type JsonSchema,
	type LyceumBroker
} from "../../mixins/index.ts";
import { CHANGES } from "../../mixins/collection/changes.ts";
import { AuditEntry } from "./audit-entry.model.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { AuditTrail, type Verification } from "./audit-trail.ts";
import { CHANGES_LOGGED } from "./events.ts";
import { NOTED_ACTIONS } from "./retention.ts";
import { auditScreens } from "./console.ts";

// Entries are added by what happens, and by nothing else.
const documents = collection(AuditEntry, { only: ["list", "count", "get"] });
const { list, get, count } = documents.actions;

/** What happened without a request of this node waits no longer. */
const DRAIN_EVERY_MS = 1000;

const TRIM_EVERY_MS = 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

type Entry = Record<string, unknown> & { details?: string };

interface Verify {
	from?: number;
	to?: number;
	seq?: number;
	hash?: string;
}

interface AuditThis {
	trail: AuditTrail;
}

interface AuditSettings {
	/** After how many days entries are removed; null keeps them for good. */
	retentionDays: number | null;
}

const whole: JsonSchema = { type: "integer", minimum: 0 };

const verificationSchema: JsonSchema = {
	title: "AuditVerification",
	type: "object",
	properties: {
		valid: { type: "boolean" },
		checked: { ...whole, description: "How many entries were looked at" },
		head: {
			type: "object",
			description: "The last of them; keep it elsewhere, and ask later with `seq` and `hash`",
			properties: { seq: whole, hash: { type: "string" } },
			required: ["seq", "hash"]
		},
		keptFrom: {
			...whole,
			description: "The first entry that is kept; older ones have been removed by their age"
		},
		brokenAt: {
			type: ["integer", "null"],
			description: "The first entry that is missing or was changed"
		}
	},
	required: ["valid", "checked", "head", "keptFrom", "brokenAt"]
};

export default defineService<AuditThis, AuditSettings>({
	name: "audit",
	mixins: [documents],
	console: [auditScreens],
	emits: [CHANGES_LOGGED],

	settings: { retentionDays: null },

	actions: {
		list: {
			...list,
			summary: "Search the audit trail",
			async handler(ctx: Ctx<never>) {
				await this.trail.drain();
				const page = (await list.handler.call(this, ctx)) as { data: Entry[] };
				return { ...page, data: page.data.map(withDetails) };
			}
		},

		count: {
			...count,
			summary: "Count entries of the audit trail",
			async handler(ctx: Ctx<never>): Promise<unknown> {
				await this.trail.drain();
				return count.handler.call(this, ctx);
			}
		},

		get: {
			...get,
			summary: "Get one entry of the audit trail",
			async handler(ctx: Ctx<never>) {
				return withDetails((await get.handler.call(this, ctx)) as Entry);
			}
		},

		verify: {
			rest: "GET /verify",
			can: "read",
			summary: "Check that nothing in the audit trail was changed or taken away",
			description:
				"With `seq` and `hash` of an earlier answer's `head` it is also checked that the trail was not cut off and begun anew.",
			params: {
				from: "number|integer|min:1|convert|optional",
				to: "number|integer|min:1|convert|optional",
				seq: "number|integer|min:1|convert|optional",
				hash: "string|length:64|hex|optional"
			},
			returns: {
				schema: verificationSchema,
				example: {
					valid: true,
					checked: 42,
					head: { seq: 42, hash: "9f".repeat(32) },
					keptFrom: 1,
					brokenAt: null
				}
			},
			async handler(ctx: Ctx<Verify>): Promise<Verification> {
				const { from, to, seq, hash } = ctx.params;
				if ((seq === undefined) !== (hash === undefined)) throw incompleteAnchor();
				await this.trail.drain();
				const anchor = seq !== undefined && hash !== undefined ? { seq, hash } : undefined;
				const verification = await this.trail.verify(from, to, anchor);
				if (anchor && anchor.seq < verification.keptFrom - 1)
					throw forgottenAnchor(verification.keptFrom - 1);
				return verification;
			}
		}
	},

	async started() {
		const { connection } = this.broker.kernel;
		for (const name of [CHANGES, NOTED_ACTIONS])
			await connection.collection(name).createIndex({ auditPending: 1 }, { sparse: true });
		const model = this.model(AuditEntry);
		// Where other nodes write, they link changes as well, and only the store knows which come first.
		const kernel = this.broker.kernel as Runtime;
		this.trail = new AuditTrail(
			connection,
			model,
			name => schemaOf(this.broker, name),
			logged => void this.broker.broadcast(CHANGES_LOGGED.name, logged),
			kernel.isSoleWriter ? kernel : null
		);
		if (kernel.isSoleWriter) this.onStop(kernel.onChange(change => this.trail.hold(change)));
		const drain = () =>
			void this.trail
				.drain()
				.catch(error => this.logger.error("The audit trail was not written", error));
		this.onStop(this.broker.kernel.onChange(drain));
		const draining = setInterval(drain, DRAIN_EVERY_MS).unref();
		this.onStop(() => {
			clearInterval(draining);
			return this.trail.drain();
		});
		const { retentionDays } = this.settings;
		if (retentionDays !== null) this.onStop(trimRegularly(this, retentionDays));
	}
});

/** Removes old entries now and every hour; returns what ends it. */
function trimRegularly(
	{ trail, logger }: AuditThis & Pick<Service, "logger">,
	retentionDays: number
): () => Promise<void> {
	const trim = () =>
		trail
			.trim(new Date(Date.now() - retentionDays * DAY_MS))
			.catch(error => logger.error("The audit trail was not trimmed", error));
	let trimming = trim();
	const timer = setInterval(() => (trimming = trim()), TRIM_EVERY_MS).unref();
	return () => {
		clearInterval(timer);
		return trimming;
	};
}

function withDetails(entry: Entry): Entry {
	if (typeof entry.details !== "string") return entry;
	return { ...entry, details: JSON.parse(entry.details) };
}

function schemaOf({ registry }: LyceumBroker, name: string): JsonSchema | undefined {
	const services = registry.getServiceList({ grouping: true }) as unknown as {
		metadata?: { collections?: CollectionDescription[] };
	}[];
	return services
		.flatMap(({ metadata }) => metadata?.collections ?? [])
		.find(described => described.name === name)?.schema;
}

function forgottenAnchor(oldest: number) {
	const expected = `at least ${oldest}: older entries have been removed`;
	return requestErrors.INVALID({ errors: [{ pointer: "seq", message: "is too old", expected }] });
}

function incompleteAnchor() {
	const expected = "`seq` and `hash` of one entry";
	return requestErrors.INVALID({
		errors: [{ pointer: "seq", message: "is given without its other half", expected }]
	});
}

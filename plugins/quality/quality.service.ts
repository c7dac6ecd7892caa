/**
 * Quality: checks what the library holds by rules, says how it stands, and holds back what its policy says.
 * Promises that rules run beside the kernel's own work, that an item that did not change is not checked again by
 * rules that did not either, and that one rule or one item that goes wrong spoils no other.
 */
import { definePlugin, jobOf, listOf, objectOf, type Ctx, type LyceumBroker } from "lyceum";
import { abilities } from "./abilities.ts";
import { asSystem } from "./as-system.ts";
import {
	benchmarkExample,
	benchmarkSchema,
	benchmarksOf,
	type BenchmarkParams
} from "./benchmarks.ts";
import { checkItems, signItems } from "./check/check-items.ts";
import { draft } from "./check/draft.ts";
import { answerGate, type PublishQuestion } from "./check/gate.ts";
import { rulesInForce, type Parts } from "./check/item-check.ts";
import { Neighbours } from "./check/neighbours.ts";
import { runCheck } from "./check/run-check.ts";
import { Checker } from "./checker/checker.ts";
import { contributedRules } from "./checker/contributions.ts";
import { collectionsOfItems } from "./collections.ts";
import { CHECK_ENDED, FINDINGS_CHANGED } from "./events.ts";
import { JOBS, WATCH, type CheckPayload } from "./jobs.ts";
import { readItem } from "./library.ts";
import { QualityCheck } from "./models/check.model.ts";
import { QualityFinding } from "./models/finding.model.ts";
import { QualityItem } from "./models/item-state.model.ts";
import { QualityScore } from "./models/score.model.ts";
import { Debounce, isWatched, queueCheck, watch } from "./monitors.ts";
import { NEW_FINDINGS, tellOwners } from "./notifications.ts";
import { id, text, whole } from "./schemas.ts";
import type { Settings } from "./settings.ts";
import { SEVERITIES } from "./rules/rule.ts";
import { requireScope, startCheck, type StartCheck } from "./start-check.ts";

interface ItemChanged {
	id: string;
	rev: number;
}

interface Methods {
	parts: Parts;
	debounce: Debounce;
	changed(ctx: Ctx<ItemChanged>): void;
}

const ruleSchema = objectOf(
	{
		id: text,
		version: whole,
		severity: { type: "string", enum: [...SEVERITIES] },
		title: text,
		kinds: listOf(text),
		depends: { type: "boolean" },
		owner: text
	},
	["kinds"]
);

const started = objectOf({ id: text, taskId: text, state: text, progress: { type: "number" } });
const optionalId = { ...id, optional: true } as const;
const flag = { type: "boolean", default: false } as const;

export default definePlugin<Methods, Settings>({
	name: "quality",
	subject: "QualityCheck",
	abilities,
	emits: [CHECK_ENDED, FINDINGS_CHANGED],
	notifies: [NEW_FINDINGS],
	jobs: JOBS,
	schedules: [WATCH],

	actions: {
		rules: {
			rest: "GET /rules",
			can: { action: "read", subject: "QualityFinding" },
			params: {},
			summary: "List the rules that are in force, those of other plugins too",
			returns: {
				schema: objectOf({ data: listOf(ruleSchema), failures: listOf(text) }),
				example: {
					data: [
						{
							id: "text/spelling",
							version: 1,
							severity: "warning",
							title: "Words are spelt as a dictionary or the glossary has them",
							depends: false,
							owner: "quality"
						}
					],
					failures: []
				}
			},
			async handler(ctx: Ctx) {
				const { rules: data, failures } = await this.parts.checker.describe(
					await contributedRules(ctx)
				);
				return { data, failures };
			}
		},

		check: {
			rest: "POST /checks",
			can: "create",
			params: { itemId: optionalId, collectionId: optionalId, all: flag, links: flag },
			limit: { points: 60, seconds: 60 },
			summary: "Check an item, a collection or the whole library",
			description:
				"Exactly one of `itemId`, `collectionId` and `all: true`; `links: true` tries outside links, too. The whole library is for administrators.",
			returns: {
				status: 202,
				schema: started,
				example: {
					id: "65f0c0ffee65f0c0ffee65f0",
					taskId: "65f0c0ffee65f0c0ffee65f1",
					state: "queued",
					progress: 0
				}
			},
			example: { itemId: "65f0c0ffee65f0c0ffee65f0" },
			async handler(ctx: Ctx<StartCheck>) {
				await requireScope(ctx);
				return startCheck(this.broker, this.model(QualityCheck), ctx);
			}
		},

		draft,

		benchmarks: {
			rest: "GET /benchmarks",
			can: { action: "read", subject: "QualityItem" },
			params: { itemId: optionalId, collectionId: optionalId },
			summary: "Compare scores with the library, the golden set and earlier versions",
			returns: { schema: benchmarkSchema, example: benchmarkExample },
			handler(ctx: Ctx<BenchmarkParams>) {
				return benchmarksOf(this.model.bind(this) as never, ctx);
			}
		},

		/** Checks one item at once, for the plugin's own services; whoever calls has checked the rights. */
		checkNow: {
			params: { itemId: id },
			async handler(ctx: Ctx<{ itemId: string }>) {
				const { parts } = this;
				const system = asSystem(ctx);
				const item = await readItem(system, ctx.params.itemId);
				const inForce = await rulesInForce(ctx, parts);
				const collectionIds = await collectionsOfItems(
					system,
					inForce.policies.flatMap(({ collectionId }) => collectionId ?? [])
				);
				await parts.neighbours.refresh(this);
				await signItems([item], parts);
				const { outcomes } = await checkItems(ctx, [item], inForce, parts, {
					collectionIds,
					anew: true
				});
				return outcomes[0];
			}
		},

		/** The work of the job. */
		runCheck: {
			async handler(ctx: Ctx<CheckPayload>) {
				const done = await runCheck(jobOf(ctx), this.parts);
				// Whoever asks for a check looks at it; what a monitor finds has to be told.
				if (done?.isWatch)
					await tellOwners(
						ctx,
						this.model.bind(this) as never,
						ctx.params.checkId,
						done.outcomes
					);
				return done && { items: done.items, opened: done.opened, closed: done.closed };
			}
		},

		/** The work of the schedule. */
		watch: {
			handler() {
				return watch(this);
			}
		}
	},

	hooks: {
		"content.publish.check"(this: { parts: Parts }, ctx: Ctx<PublishQuestion>) {
			return answerGate(ctx, this.parts);
		}
	},

	events: {
		"content.contentItem.created"(this: Methods, ctx: Ctx<ItemChanged>) {
			this.changed(ctx);
		},
		"content.contentItem.updated"(this: Methods, ctx: Ctx<ItemChanged>) {
			this.changed(ctx);
		},
		"content.contentItem.restored"(this: Methods, ctx: Ctx<ItemChanged>) {
			this.changed(ctx);
		},
		async "content.contentItem.removed"(this: Methods, ctx: Ctx<ItemChanged>) {
			const { service, neighbours } = this.parts;
			await service.model(QualityFinding).deleteMany({ itemId: ctx.params.id });
			await service.model(QualityItem).deleteOne({ _id: ctx.params.id });
			neighbours.delete(ctx.params.id);
		}
	} as never,

	methods: {
		changed(
			this: Methods & {
				settings: Settings;
				logger: { error(...args: unknown[]): void };
				broker: LyceumBroker;
			},
			ctx: Ctx<ItemChanged>
		) {
			const { id: itemId, rev } = ctx.params;
			const check = async () => {
				const service = {
					...this.parts.service,
					model: this.parts.service.model.bind(this),
					broker: this.broker
				};
				if (await isWatched(service, itemId))
					await queueCheck(service, { itemId, all: false }, `change:${itemId}@${rev}`);
			};
			this.debounce.wait(itemId, this.settings.debounceSeconds * 1000, () => {
				check().catch(error =>
					this.logger.error(`The item ${itemId} was not checked`, error)
				);
			});
		}
	} as never,

	created() {
		this.parts = {
			service: this,
			checker: new Checker(() => this.settings.ruleSeconds * 1000),
			neighbours: new Neighbours()
		};
		this.debounce = new Debounce();
	},

	async started() {
		this.onStop(() => this.parts.checker.close());
		this.onStop(() => this.debounce.close());
		await this.model(QualityScore).createIndexes();
	}
});

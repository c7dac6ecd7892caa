/** The work of a check: reads its items, signs them, runs the rules, and sums up. */
import type { JobCtx, LyceumBroker, Stored } from "lyceum";
import { collectionsOfItems } from "../collections.ts";
import { CHECK_ENDED } from "../events.ts";
import type { CheckPayload } from "../jobs.ts";
import { idsOfAll, itemsOfCollection, itemsWith, type ContentItem } from "../library.ts";
import { QualityCheck, type CheckFields } from "../models/check.model.ts";
import { QualityFinding } from "../models/finding.model.ts";
import { QualityItem } from "../models/item-state.model.ts";
import { QualityScore } from "../models/score.model.ts";
import type { Settled } from "../quality-checks.service.ts";
import { checkItems, signItems, type Checked } from "./check-items.ts";
import { rulesInForce, type Parts, type RulesInForce } from "./item-check.ts";
import { tryLinks } from "./links.ts";
import { meanOf } from "./score.ts";
import type { Outcome } from "./write-results.ts";

/** What is told of rules that went wrong. */
const MOST_FAILURES = 20;
/** The part of a check that makes signatures. */
const SIGNING = 0.2;

export interface CheckResult {
	items: number;
	opened: number;
	closed: number;
	outcomes: Outcome[];
	/** True for a check that nobody asked for. */
	isWatch: boolean;
}

/** Does the work of a job; answers what came of it. */
export async function runCheck(
	ctx: JobCtx<CheckPayload>,
	parts: Parts
): Promise<CheckResult | null> {
	const checks = parts.service.model(QualityCheck);
	const check = await checks.findOne({ _id: ctx.params.checkId }).lean<CheckFields & Stored>();
	if (!check) return null;
	const startedAt = new Date();
	await checks.updateOne({ _id: check._id }, { $set: { state: "running" } });
	try {
		const run = new Run(ctx, parts, check, await rulesInForce(ctx, parts));
		const checked = await run.all();
		if (check.all) await forgetGone(parts, startedAt);
		const summary = summaryOf(checked);
		await settle(ctx, check, { ...summary, state: "done", progress: 1 });
		if (check.all) await keepScore(parts);
		const { items, opened, closed } = summary;
		await ctx.emit(CHECK_ENDED.name, { id: check._id, items, opened, closed });
		return {
			items,
			opened,
			closed,
			outcomes: checked.outcomes,
			isWatch: check.askedBy === null
		};
	} catch (error) {
		await settle(ctx, check, { state: ctx.signal.aborted ? "cancelled" : "failed" });
		throw error;
	}
}

function settle(ctx: JobCtx<CheckPayload>, { _id: id }: Stored, fields: Settled) {
	return ctx.call("qualityChecks.settle", { id, fields });
}

class Run {
	readonly #ctx: JobCtx<CheckPayload>;
	readonly #parts: Parts;
	readonly #check: CheckFields & Stored;
	readonly #inForce: RulesInForce;
	readonly #checked: Checked = { outcomes: [], unchanged: 0, failures: [] };
	#ids: string[] = [];
	/** The texts of the questions among the items of a collection. */
	readonly #questions: string[] = [];
	#toldAt = 0;

	constructor(
		ctx: JobCtx<CheckPayload>,
		parts: Parts,
		check: CheckFields & Stored,
		inForce: RulesInForce
	) {
		this.#ctx = ctx;
		this.#parts = parts;
		this.#check = check;
		this.#inForce = inForce;
		this.#checked.failures.push(...inForce.failures);
	}

	async all(): Promise<Checked> {
		const { service, neighbours } = this.#parts;
		await neighbours.refresh(service);
		const named = this.#inForce.policies.flatMap(({ collectionId }) => collectionId ?? []);
		const collectionIds = await collectionsOfItems(this.#ctx, [
			...named,
			...(this.#check.collectionId ? [this.#check.collectionId] : [])
		]);
		this.#ids = await this.#idsInScope();
		await this.#pass((items, share) => this.#sign(items, share));
		await this.#pass((items, share) => this.#run(items, share, collectionIds));
		return this.#checked;
	}

	async #sign(items: ContentItem[], share: number) {
		if (this.#check.collectionId) this.#questions.push(...questionsAmong(items));
		await signItems(items, this.#parts);
		await this.#tell(share * SIGNING);
	}

	async #run(items: ContentItem[], share: number, collectionIds: ReadonlyMap<string, string[]>) {
		const { links: tries, collectionId } = this.#check;
		const links = tries ? await tryLinks(this.#ctx.broker as LyceumBroker, items) : undefined;
		const assessments = collectionId ? this.#questions : undefined;
		const { outcomes, unchanged, failures } = await checkItems(
			this.#ctx,
			items,
			this.#inForce,
			this.#parts,
			{ collectionIds, links, assessments, anew: tries, signal: this.#ctx.signal }
		);
		this.#checked.outcomes.push(...outcomes);
		this.#checked.unchanged += unchanged;
		this.#checked.failures.push(...failures);
		await this.#tell(SIGNING + share * (1 - SIGNING));
	}

	/** Goes through the items once; `share` is how far that is, from 0 to 1. */
	async #pass(work: (items: ContentItem[], share: number) => Promise<void>) {
		let done = 0;
		for await (const items of itemsWith(this.#ctx, this.#ids)) {
			this.#ctx.signal.throwIfAborted();
			done += items.length;
			await work(items, Math.min(1, done / this.#ids.length));
		}
	}

	#idsInScope(): Promise<string[]> {
		const { itemId, collectionId } = this.#check;
		if (itemId) return Promise.resolve([itemId]);
		return collectionId ? itemsOfCollection(this.#ctx, collectionId) : idsOfAll(this.#ctx);
	}

	async #tell(fraction: number) {
		this.#ctx.progress(fraction);
		if (Date.now() - this.#toldAt < 1000) return;
		this.#toldAt = Date.now();
		const items = this.#checked.outcomes.length;
		await this.#parts.service
			.model(QualityCheck)
			.updateOne(
				{ _id: this.#check._id },
				{ $set: { progress: Math.round(fraction * 100) / 100, items } }
			);
	}
}

function questionsAmong(items: readonly ContentItem[]): string[] {
	return items
		.filter(({ kind }) => kind === "question" || kind === "quiz")
		.map(({ title, stem, body, options = [], explanation }) =>
			[title, stem, body, ...options.map(({ text }) => text), explanation]
				.filter(Boolean)
				.join("\n")
		);
}

function summaryOf({ outcomes, unchanged, failures }: Checked) {
	const sum = (field: "opened" | "closed") =>
		outcomes.reduce((total, outcome) => total + outcome[field], 0);
	return {
		items: outcomes.length,
		unchanged,
		opened: sum("opened"),
		closed: sum("closed"),
		score: meanOf(outcomes.map(({ score }) => score)),
		failures: failures.slice(0, MOST_FAILURES)
	};
}

/** A check of the whole library has met every item there is. */
async function forgetGone({ service, neighbours }: Parts, startedAt: Date) {
	const gone = await service
		.model(QualityItem)
		.find({ checkedAt: { $lt: startedAt } }, { _id: 1 })
		.lean<{ _id: string }[]>();
	const ids = gone.map(({ _id }) => _id);
	if (ids.length === 0) return;
	await service.model(QualityFinding).deleteMany({ itemId: { $in: ids } });
	await service.model(QualityItem).deleteMany({ _id: { $in: ids } });
	for (const id of ids) neighbours.delete(id);
}

async function keepScore({ service }: Parts) {
	const scores = await service
		.model(QualityItem)
		.find({}, { score: 1 })
		.lean<{ score: number }[]>();
	const findings = await service
		.model(QualityFinding)
		.countDocuments({ state: { $in: ["open", "assigned", "fixed"] } });
	await service.model(QualityScore).create([
		{
			at: new Date(),
			items: scores.length,
			mean: meanOf(scores.map(({ score }) => score)) ?? 100,
			findings
		}
	]);
}

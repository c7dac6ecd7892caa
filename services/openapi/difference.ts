/**
 * The difference of what two versions offer: operations, events and abilities, each with a verdict and a
 * sentence for people. Breaking is whatever a client of the older version may stumble over.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { OpenAPIObject } from "openapi3-ts/oas31";
import type { AbilityRules } from "../../mixins/index.ts";
import { abilityDifferences } from "./difference/abilities.ts";
import type { Change, Verdict } from "./difference/change.ts";
import { eventDifferences, type EventSurface } from "./difference/events.ts";
import { operationDifferences } from "./difference/operations.ts";

export type { Change } from "./difference/change.ts";

/** What a version offers. */
export interface Surface {
	document: OpenAPIObject;
	events?: EventSurface[];
	abilities?: AbilityRules;
}

export interface Difference {
	added: Change[];
	changed: Change[];
	removed: Change[];
	/** Those of the three lists that break clients. */
	breaking: Change[];
}

/** Compares two versions; a version and itself have no difference. */
export function differenceOf(before: Surface, after: Surface): Difference {
	const found = [
		...operationDifferences(before.document, after.document),
		...eventDifferences(before.events ?? [], after.events ?? []),
		...abilityDifferences(before.abilities ?? {}, after.abilities ?? {})
	];
	const of = (verdict: Verdict) =>
		found.filter(([kind]) => kind === verdict).map(([, change]) => change);
	return {
		added: of("added"),
		changed: of("changed"),
		removed: of("removed"),
		breaking: found.map(([, change]) => change).filter(({ breaking }) => breaking)
	};
}

const NO_DIFFERENCE: Difference = { added: [], changed: [], removed: [], breaking: [] };

const WORKER = new URL("./difference-worker.ts", import.meta.url);

/**
 * Compares the texts of two surfaces, null for none. In a thread of its own unless they are the same, because
 * it takes longer than requests should wait.
 */
export async function compareSurfaces(before: string | null, after: string): Promise<Difference> {
	if (before === after) return NO_DIFFERENCE;
	const worker = new Worker(WORKER, { workerData: { before, after } });
	const [difference] = (await once(worker, "message")) as [Difference];
	return difference;
}

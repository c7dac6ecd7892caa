/** The rarer stages, which are mingo's. */
import { Decimal128, Double, Long } from "bson";
import { isDoc, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { mingo } from "./mingo-package.ts";
import type { StageFunction } from "./stage-context.ts";

const SUPPORTED = new Set(["$setWindowFields", "$bucketAuto", "$densify", "$fill"]);
const KNOWN = new Set(
	"$geoNear $search $searchMeta $vectorSearch $shardedDataDistribution $querySettings $rankFusion $changeStreamSplitLargeEvent".split(
		" "
	)
);

/** Parses a stage that mingo runs; throws for one that is not supported or not known. */
export function mingoStage(name: string, spec: unknown): StageFunction {
	if (KNOWN.has(name))
		throw storeError("NotImplemented", `The stage ${name} is not supported here`);
	if (!SUPPORTED.has(name))
		throw storeError(40324, `Unrecognized pipeline stage name: '${name}'`);
	refuseScripts(spec);
	const { Aggregator } = mingo();
	return function* (input) {
		const docs = [...input].map(doc => plain(doc, name) as Doc);
		try {
			yield* new Aggregator([{ [name]: plain(spec, name) }], SCRIPTS_OF_ITS_OWN).run(docs);
		} catch (error) {
			throw storeError("BadValue", `${name}: ${(error as Error).message}`);
		}
	};
}

/** mingo works with functions of its own inside; those of a client are refused before. */
const SCRIPTS_OF_ITS_OWN = { scriptEnabled: true };
const SCRIPTS = new Set(["$function", "$accumulator", "$where"]);

function refuseScripts(spec: unknown): void {
	if (Array.isArray(spec)) return spec.forEach(refuseScripts);
	if (!isDoc(spec)) return;
	for (const [name, value] of Object.entries(spec)) {
		if (SCRIPTS.has(name))
			throw storeError(
				"NotImplemented",
				`${name} is not supported: the store runs no JavaScript`
			);
		refuseScripts(value);
	}
}

/** mingo knows JavaScript's numbers alone; a Decimal128 would be compared as an object. */
function plain(value: unknown, name: string): unknown {
	if (Array.isArray(value)) return value.map(entry => plain(entry, name));
	if (isDoc(value))
		return Object.fromEntries(
			Object.entries(value).map(([key, field]) => [key, plain(field, name)])
		);
	if (value instanceof Double) return value.valueOf();
	if (value instanceof Long)
		return Number.isSafeInteger(value.toNumber()) ? value.toNumber() : value;
	if (value instanceof Decimal128)
		throw storeError("NotImplemented", `${name} over a Decimal128 is not supported`);
	return value;
}

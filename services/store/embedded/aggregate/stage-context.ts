/** What the stages of a pipeline share. */
import type { CompareStrings } from "../bson/compare.ts";
import type { Doc } from "../bson/values.ts";
import type { Evaluate } from "../query/expression.ts";
import type { Work } from "../query/work.ts";
import type { ReadHost } from "../read-host.ts";
import type { CompileContext } from "./compile.ts";

export type StageFunction = (input: Iterable<Doc>) => Iterable<Doc>;

/** What stages need to know. */
export interface StageContext {
	host: ReadHost;
	db: string;
	collection: string;
	work: Work;
	context: CompileContext;
	variables: Doc;
	strings: CompareStrings | undefined;
	evaluate: Evaluate;
	/** What the command says about reading its own collection. */
	source: { hint?: unknown; collation?: Doc | undefined };
	/** Runs another pipeline, as `$lookup`, `$unionWith` and `$facet` do. */
	runPipeline: (pipeline: Doc[], stage: StageContext) => Iterable<Doc>;
	runStages: (pipeline: Doc[], input: Iterable<Doc>, stage: StageContext) => Iterable<Doc>;
}

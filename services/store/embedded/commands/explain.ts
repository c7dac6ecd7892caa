/** `explain`: the plan that was chosen, and with "executionStats" what running it examined. */
import { hostname } from "node:os";
import { encode } from "../bson/encode.ts";
import { isDoc, isTruthy, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { countDocuments } from "../query/count-keys.ts";
import { describe } from "../query/nodes.ts";
import type { Plan } from "../query/planner.ts";
import { Query, type QueryOptions } from "../query/query.ts";
import type { Work } from "../query/work.ts";
import { findCollection, startWork, type ReadHost } from "../read-host.ts";
import type { Request } from "../wire/messages.ts";
import { parsePipeline } from "./aggregate.ts";
import { collectionName, docField, numberField } from "./fields.ts";
import { parseFind } from "./find.ts";
import { splitPipeline, stageName } from "./pipeline-query.ts";

const VERBOSITIES = new Set(["queryPlanner", "executionStats", "allPlansExecution"]);

interface Explained {
	collection: string;
	query: QueryOptions;
	/** The stage that stands above the plan: PROJECTION_SIMPLE, COUNT, UPDATE … */
	top: string | undefined;
	rest: Doc[];
}

/** Explains another command. */
export function explain(host: ReadHost, request: Request): Buffer {
	const command = request.body.explain;
	if (!isDoc(command))
		throw storeError("TypeMismatch", "The explain command needs a command as an object");
	const verbosity = request.body.verbosity ?? "allPlansExecution";
	if (typeof verbosity !== "string" || !VERBOSITIES.has(verbosity)) {
		throw storeError(
			"FailedToParse",
			"verbosity string must be one of {'queryPlanner', 'executionStats', 'allPlansExecution'}"
		);
	}
	return explainCommand(host, { ...request, body: { ...command, $db: request.db } }, verbosity);
}

/** Explains a command with a verbosity; aggregate with `explain: true` comes here as well. */
export function explainCommand(host: ReadHost, request: Request, verbosity: string): Buffer {
	const explained = parse(request.body);
	const reply: Doc = {
		explainVersion: "1",
		...describePlan(host, request, explained, verbosity),
		command: request.body,
		serverInfo: { host: hostname(), port: 0, version: "8.0.0", gitVersion: "lyceum" },
		ok: 1
	};
	return encode(reply);
}

function parse(body: Doc): Explained {
	switch (Object.keys(body)[0]) {
		case "find": {
			const { collection, query } = parseFind(body);
			return { collection, query, top: query.projection && "PROJECTION_SIMPLE", rest: [] };
		}
		case "aggregate": {
			const { query, rest } = splitPipeline(parsePipeline(body));
			return {
				collection: collectionName(body),
				query: withOptions(query, body),
				top: undefined,
				rest
			};
		}
		case "count":
			return {
				collection: collectionName(body),
				query: withOptions({ filter: docField(body, "query") }, body),
				top: "COUNT",
				rest: []
			};
		case "distinct":
			return {
				collection: collectionName(body),
				query: withOptions({ filter: docField(body, "query") }, body),
				top: "PROJECTION_COVERED",
				rest: []
			};
		case "update":
			return parseWrite(body, "updates", "UPDATE");
		case "delete":
			return parseWrite(body, "deletes", "DELETE");
		case "findAndModify":
			return {
				collection: collectionName(body),
				query: withOptions(
					{ filter: docField(body, "query"), sort: docField(body, "sort"), limit: 1 },
					body
				),
				top: isTruthy(body.remove) ? "DELETE" : "UPDATE",
				rest: []
			};
		default:
			throw storeError(
				"CommandNotFound",
				`Explain failed due to unknown command: ${Object.keys(body)[0]}`
			);
	}
}

function withOptions(query: QueryOptions, body: Doc): QueryOptions {
	return {
		...query,
		hint: body.hint,
		collation: docField(body, "collation"),
		variables: docField(body, "let")
	};
}

function parseWrite(body: Doc, list: string, top: string): Explained {
	const [statement] = Array.isArray(body[list]) ? body[list] : [];
	if (!isDoc(statement))
		throw storeError("FailedToParse", `explain of a write needs one entry in '${list}'`);
	const limit = statement.multi === true || statement.limit === 0 ? 0 : 1;
	return {
		collection: collectionName(body),
		query: {
			filter: docField(statement, "q"),
			hint: statement.hint,
			collation: docField(statement, "collation"),
			limit
		},
		top,
		rest: []
	};
}

function describePlan(
	host: ReadHost,
	request: Request,
	explained: Explained,
	verbosity: string
): Doc {
	const work = startWork(host, numberField(request.body, "maxTimeMS", 0));
	const collection = findCollection(host, request.db, explained.collection);
	const query = new Query(explained.query);
	const plan = query.plan(host.connection, collection, work);
	const winningPlan = topped(explained.top, plan);
	const planner: Doc = {
		namespace: `${request.db}.${explained.collection}`,
		parsedQuery: describe(query.filter),
		indexFilterSet: false,
		optimizationTimeMillis: 0,
		maxIndexedOrSolutionsReached: false,
		maxIndexedAndSolutionsReached: false,
		maxScansToExplodeReached: false,
		winningPlan,
		rejectedPlans: plan.rejected
	};
	const parts: Doc = { queryPlanner: planner };
	if (verbosity !== "queryPlanner") {
		parts.executionStats = execute(host, request, explained, plan, winningPlan, work);
	}
	if (explained.rest.length === 0) return parts;
	return {
		stages: [
			{ $cursor: parts },
			...explained.rest.map(stage => ({ [stageName(stage)]: stage[stageName(stage)] }))
		]
	};
}

function topped(top: string | undefined, { root, countable }: Plan): Doc {
	const inputStage = root.explain();
	if (top === undefined) return inputStage;
	if (top !== "COUNT" || !countable) return { stage: top, inputStage };
	const scans = countable.map(({ index, show }) => ({
		stage: "COUNT_SCAN",
		keyPattern: index.spec.key,
		indexName: index.name,
		isMultiKey: index.multikey !== 0,
		indexBounds: show()
	}));
	return {
		stage: "COUNT",
		inputStage: scans.length === 1 ? scans[0] : { stage: "OR", inputStages: scans }
	};
}

function execute(
	host: ReadHost,
	request: Request,
	explained: Explained,
	plan: Plan,
	winningPlan: Doc,
	planned: Work
): Doc {
	const startedAt = performance.now();
	const collection = findCollection(host, request.db, explained.collection);
	// What choosing the plan cost is not part of what running it examines.
	const [keysBefore, docsBefore] = [planned.keys, planned.docs];
	let nReturned = 0;
	if (explained.top === "COUNT" && plan.countable && collection) {
		nReturned = countDocuments(
			{ connection: host.connection, collection, work: planned },
			plan.countable
		);
	} else while (plan.root.next()) nReturned++;
	const executionTimeMillis = Math.round(performance.now() - startedAt);
	return {
		executionSuccess: true,
		nReturned: explained.top === "COUNT" ? 0 : nReturned,
		executionTimeMillis,
		totalKeysExamined: planned.keys - keysBefore,
		totalDocsExamined: planned.docs - docsBefore,
		executionStages: {
			...winningPlan,
			nReturned,
			executionTimeMillisEstimate: executionTimeMillis
		},
		allPlansExecution: []
	};
}

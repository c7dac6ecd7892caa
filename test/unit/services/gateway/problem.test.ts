import { expect } from "chai";
import { Errors } from "moleculer";
import { documentErrors } from "../../../../mixins/index.ts";
import { problemOf, toCatalogueError } from "../../../../services/gateway/problem.ts";

const named = (name: string, more: object = {}) =>
	Object.assign(new Error("words of the driver"), { name, ...more });

describe("a problem", () => {
	const cases: [string, unknown, number, string][] = [
		[
			"an error of a catalogue",
			documentErrors.NOT_FOUND({ subject: "Note", id: "1" }),
			404,
			"DOCUMENT_NOT_FOUND"
		],
		[
			"one that came over the bus",
			{ ...documentErrors.STALE({ expected: 1, found: 2 }), message: "m" },
			412,
			"DOCUMENT_STALE"
		],
		["a store that is away", named("MongoServerSelectionError"), 503, "GATEWAY_UNAVAILABLE"],
		["a lost connection", named("MongoNetworkTimeoutError"), 503, "GATEWAY_UNAVAILABLE"],
		[
			"a transaction that lost",
			named("MongoServerError", { errorLabels: ["TransientTransactionError"] }),
			503,
			"GATEWAY_UNAVAILABLE"
		],
		["a full disk", named("MongoServerError", { code: 14031 }), 503, "GATEWAY_STORE_FULL"],
		[
			"a full disk in the middle of many",
			named("MongoBulkWriteError", { code: 14031 }),
			503,
			"GATEWAY_STORE_FULL"
		],
		[
			"a full disk beside the store",
			named("Error", { code: "ENOSPC" }),
			503,
			"GATEWAY_STORE_FULL"
		],
		[
			"another error of the store",
			named("MongoServerError", { code: 2 }),
			500,
			"GATEWAY_INTERNAL"
		],
		[
			"a service that is gone",
			new Errors.ServiceNotFoundError({ action: "a.b", nodeID: "n" }),
			503,
			"GATEWAY_UNAVAILABLE"
		],
		[
			"an action that takes too long",
			new Errors.RequestTimeoutError({ action: "a.b", nodeID: "n" }),
			504,
			"GATEWAY_TIMEOUT"
		],
		["a status without a type", named("Error", { code: 404 }), 500, "GATEWAY_INTERNAL"],
		[
			"a status that is none",
			named("Error", { code: 404.5, type: "X" }),
			500,
			"GATEWAY_INTERNAL"
		],
		[
			"a server's error that was not written for clients",
			named("Error", { code: 500, type: "X" }),
			500,
			"GATEWAY_INTERNAL"
		],
		["nothing at all", undefined, 500, "GATEWAY_INTERNAL"]
	];
	for (const [name, thrown, status, code] of cases) {
		it(`is made of ${name}`, () => {
			const problem = problemOf(toCatalogueError(thrown, "request-1"), "/path", "request-1");
			expect(problem).to.include({
				status,
				code,
				instance: "/path",
				requestId: "request-1",
				type: `urn:lyceum:problem:${code}`
			});
			expect(JSON.stringify(problem)).to.not.include("driver");
		});
	}
});

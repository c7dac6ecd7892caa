import { expect } from "chai";
import { onlyReads, keyScopeOf } from "../../../../services/abilities/scopes.ts";
import type { Action } from "../../../../mixins/index.ts";

const KNOWN: [declared: Pick<Action, "can" | "rest">, reads: boolean][] = [
	[{ rest: "GET /", can: "read" }, true],
	[{ rest: { method: "GET", path: "/" }, can: "export" }, true],
	[{ rest: ["GET /", "GET /all"], can: "authenticated" }, true],
	[{ rest: ["GET /", "POST /"], can: "read" }, false],
	[{ rest: "DELETE /:id/members/:userId", can: "read" }, false],
	[{ rest: "POST /search", can: "read" }, false],
	[{ rest: "/", can: "read" }, false],
	[{ rest: { path: "/" }, can: "read" }, false],
	[{ can: "read" }, true],
	[{ can: { action: "read", subject: "Project" } }, true],
	[{ can: "update" }, false],
	[{}, false]
];

describe("the scope of an action", () => {
	for (const [declared, reads] of KNOWN) {
		it(`of ${JSON.stringify(declared)} is to ${reads ? "read" : "write"}`, () => {
			expect(onlyReads(declared)).to.equal(reads);
			expect(keyScopeOf("projects", declared)).to.equal(
				reads ? "projects.read" : "projects.write"
			);
		});
	}

	it("is none for what belongs to a person alone", () => {
		for (const service of ["auth", "sessions", "apiKeys"])
			expect(keyScopeOf(service, { rest: "GET /", can: "read" })).to.equal(null);
	});
});

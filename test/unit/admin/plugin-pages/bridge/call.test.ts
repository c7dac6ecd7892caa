import { expect } from "chai";
import {
	idOf,
	isPermitted,
	isRefusal,
	readCall
} from "../../../../../admin/plugin-pages/bridge/call.ts";
import { Quota } from "../../../../../admin/plugin-pages/bridge/Quota.ts";

describe("a frame's call", () => {
	const permitted: [route: string, method: string, path: string][] = [
		["GET /projects", "GET", "/projects"],
		["GET /projects", "GET", "/projects/65f0c0ffee65f0c0ffee65f0"],
		["POST /projects/stats", "POST", "/projects/stats/summary"]
	];
	for (const [route, method, path] of permitted)
		it(`${method} ${path} may be made by ${route}`, () => {
			expect(isPermitted([route], { method, path })).to.equal(true);
		});

	const forbidden: [route: string, method: string, path: string][] = [
		["GET /projects", "POST", "/projects"],
		["GET /projects", "GET", "/project"],
		["GET /projects", "GET", "/projectsecrets"],
		["GET /projects/stats", "GET", "/projects"]
	];
	for (const [route, method, path] of forbidden)
		it(`${method} ${path} may not be made by ${route}`, () => {
			expect(isPermitted([route], { method, path })).to.equal(false);
		});

	const paths = [
		"/projects/../users",
		"/projects/./x",
		"//auth/me",
		"/projects//x",
		"/projects/%2e%2e/users",
		"/projects%2f..%2fusers",
		"/projects\\..\\users",
		"/projects?x=1",
		"/projects#x",
		"/projects/",
		"projects",
		"https://example.org/projects",
		"/projects\n",
		""
	];
	for (const path of paths)
		it(`is refused for the path ${JSON.stringify(path)}`, () => {
			const call = readCall({ id: 1, method: "GET", path }, 1);
			expect(call).to.include({ status: 400, code: "FRAME_BAD_CALL" });
		});

	it("is refused for other methods, bodies of GET, queries that are no texts, and too much of it", () => {
		const refused = [
			{ method: "TRACE", path: "/projects" },
			{ method: "get", path: "/projects" },
			{ method: "GET", path: "/projects", body: {} },
			{ method: "GET", path: "/projects", query: { a: {} } },
			{ method: "GET", path: "/projects", query: ["a"] },
			{ method: "POST", path: "/projects", body: "x".repeat(300_000) },
			{ method: "POST", path: "/projects", body: 1n }
		];
		for (const message of refused) expect(isRefusal(readCall(message, 1))).to.equal(true);
	});

	it("is read with its query and body", () => {
		const message = {
			method: "POST",
			path: "/projects",
			query: { q: "a" },
			body: { name: "b" }
		};
		expect(readCall(message, "one")).to.deep.equal({ id: "one", ...message });
	});

	it("is answered under an id that is a text or a number, and nothing else", () => {
		expect(
			[1, "a", {}, null, undefined, "x".repeat(65), 1.5].map(id => idOf({ id }))
		).to.deep.equal([1, "a", undefined, undefined, undefined, undefined, undefined]);
		for (const message of [null, undefined, 1, "text"])
			expect(idOf(message)).to.equal(undefined);
	});

	it("counts in windows of ten seconds", () => {
		const quota = new Quota(2);
		const taken = [20_000, 20_001, 20_002, 29_999, 30_000].map(now => quota.take(now));
		expect(taken).to.deep.equal([true, true, false, false, true]);
	});
});

/**
 * Every route × every kind of caller, with the bundled plugins: the table is `access/matrix.ts`, whose head
 * says how to add a row. A route of the running kernel without a row fails, and so does a row without one.
 */
import { expect } from "chai";
import { routesOf, type ListedService } from "../../services/gateway/routes.ts";
import type { Answer } from "../support/client.ts";
import { CALLERS, MATRIX, type Row, type Who } from "./access/matrix.ts";
import { askOf, HIDDEN_WORDS, routesAsked, type Asked } from "./access/requests/index.ts";
import { Stage } from "./access/stage.ts";
import { fieldsBeyond } from "./access/views.ts";

const API = "/api/v1";

/** What no answer may hold under any name: hashes of bcrypt, the store's own names, others' secrets. */
const NEVER =
	/"(_id|__v|passwordHash|previousHashes|keyHash|cookieHash|csrfHash|totpSecret)"|\$2[aby]\$/;

describe("the access matrix", function () {
	this.timeout(120_000);
	let stage: Stage;

	before(async () => {
		stage = await Stage.open();
	});
	after(() => stage?.kernel.stop());

	function loadedRoutes(): string[] {
		const services = stage.kernel.kernel.broker.registry.getServiceList({
			withActions: true,
			grouping: true
		});
		return routesOf(services as unknown as ListedService[]).map(
			({ method, path }) => `${method} ${shortened(path)}`
		);
	}

	it("has one row for every route of the running kernel, and no other", () => {
		const rows = MATRIX.map(({ route }) => route);
		const routes = loadedRoutes();
		const missing = routes.filter(route => !rows.includes(route));
		const stale = rows.filter(route => !routes.includes(route));
		const twice = rows.filter((route, index) => rows.indexOf(route) !== index);
		expect(missing, "routes without a row: add each to access/matrix.ts").to.deep.equal([]);
		expect(stale, "rows of access/matrix.ts without a route").to.deep.equal([]);
		expect(twice, "rows that are there twice").to.deep.equal([]);
	});

	it("knows how to ask each of them, and nothing else", () => {
		const rows = MATRIX.map(({ route }) => route);
		expect(routesAsked(), "requests of access/requests/").to.have.members(rows);
	});

	async function send({ route }: Row, who: Who): Promise<Answer> {
		const [method, template] = route.split(" ") as [string, string];
		const asked: Asked = await askOf(route)(stage, who);
		const client = asked.as ?? stage.client(who, route);
		return client.send(method, filled(template, asked), asked.body);
	}

	for (const row of MATRIX) {
		it(row.route, async () => {
			const statuses: Record<string, number> = {};
			const beyond: string[] = [];
			for (const who of CALLERS) {
				const answer = await send(row, who);
				statuses[who] = answer.status;
				beyond.push(...tooMuch(row, who, answer).map(what => `${who} is shown ${what}`));
			}
			expect(statuses).to.deep.equal(row.statuses);
			expect(beyond).to.deep.equal([]);
		});
	}
});

/** What an answer holds beyond its row. */
function tooMuch({ route, shows }: Row, who: Who, { status, body, text }: Answer): string[] {
	if (NEVER.test(text)) return [`${NEVER.exec(text)![0]} by ${route}`];
	if (status >= 400) return ["guest", "student"].includes(who) ? hiddenWordsIn(text) : [];
	if (shows === "-") return text === "" ? [] : ["a body"];
	if (shows === "text") return Object.keys(body).length === 0 ? [] : ["JSON"];
	const hidden = who === "student" ? hiddenWordsIn(text) : [];
	return [...hidden, ...fieldsBeyond(shows, who, body)];
}

function hiddenWordsIn(text: string): string[] {
	return HIDDEN_WORDS.filter(word => text.includes(word));
}

function shortened(path: string): string {
	if (path === API) return "/";
	return path.startsWith(`${API}/`) ? path.slice(API.length) : `/${path}`;
}

function filled(template: string, { params = {}, query }: Asked): string {
	const path = template.replace(/:(\w+)/g, (_all, name: string) =>
		encodeURIComponent(params[name] ?? "")
	);
	return `${path === "/" ? "" : path}${query ? `?${query}` : ""}`;
}

import { expect } from "chai";
import type { LyceumSchema } from "../../../../../mixins/index.ts";
import { requireSoundDefinitions } from "../../../../../services/plugin-manager/definition/definition.ts";

const action = (more: object) => ({
	actions: { ping: { rest: "GET /x", can: "public", handler() {}, ...more } }
});
const rest = (value: unknown) => action({ rest: value });
const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

describe("a plugin's definition", () => {
	const check = (definition: object) =>
		requireSoundDefinitions([{ name: "pinger", ...definition } as LyceumSchema]);

	const refused: [string, object, string][] = [
		[
			"a name with a dot",
			{ name: "users.get" },
			'name is "users.get", expected a small letter'
		],
		["a name with a tilde", { name: "users~x" }, 'name is "users~x", expected a small letter'],
		["a name of Moleculer's own", { name: "$node" }, 'name is "$node", expected'],
		["a name without end", { name: "x".repeat(65) }, 'name is "xxx'],
		["a version", { version: 2 }, "version is 2, expected none: the package has one"],
		["actions that are none", { actions: 5 }, "actions is 5, expected an object"],
		[
			"an action that is none",
			{ actions: { ping: 5 } },
			"actions.ping is 5, expected an object"
		],
		["another service's action", action({ name: "users.get" }), 'ping.name is "users.get"'],
		[
			"an action with a dot",
			{ actions: { "users.get": { handler() {} } } },
			'is "users.get", expected a name of letters'
		],
		[
			"params that are none",
			action({ params: 5 }),
			"actions.ping.params is 5, expected an object"
		],
		[
			"params of a type that is none",
			action({ params: { id: "strng" } }),
			"expected rules of Moleculer's validator (Invalid 'strng' type in validator schema.)"
		],
		["a schema that holds itself", action({ returns: { schema: cyclic } }), "plain data"],
		["a route without a right", action({ can: undefined }), "actions.ping.can is undefined"],
		["a right that is none", action({ can: 5 }), "actions.ping.can is 5, expected"],
		["a verb about nothing", action({ can: "read" }), "expected a subject of the service"],
		["a route that is none", rest(5), 'rest is 5, expected "GET /path"'],
		["an unknown method", rest("FETCH /x"), 'is "FETCH", expected one of GET, POST'],
		["too many words", rest("GET /x /y"), 'is "GET /x /y"'],
		["a wildcard", rest("GET /*"), 'is "/*", expected segments'],
		["a pattern", rest("GET /:a(^(a+)+$)"), "expected segments"],
		["a step upwards", rest("GET /../users"), "expected segments"],
		["a query", rest("GET /x?y=1"), "expected segments"],
		["a space", rest({ method: "GET", path: "/a b" }), "expected segments"],
		["a path without end", rest(`GET /${"x".repeat(600)}`), "expected segments"],
		["a parameter twice", rest("GET /:a/:a"), "expected parameters of different names"],
		["a parameter without a name", rest("GET /:"), "expected segments"],
		["a path that is none", rest({ path: 5 }), "rest.path is 5"],
		["a full path without a slash", rest({ fullPath: "x" }), "begins with /"],
		["an unknown type of body", rest({ path: "/x", type: "soap" }), 'type is "soap"'],
		["a bad base path", { settings: { rest: "/a b" } }, 'path is "/a b", expected segments'],
		[
			"two routes that are the same",
			{
				actions: {
					one: { rest: "GET /:a", can: "public", handler() {} },
					two: { rest: "GET /:b", can: "public", handler() {} }
				}
			},
			`actions.two.rest is "GET /:b", expected another than actions.one's`
		],
		["an event without a handler", { events: { "a.b": 5 } }, 'events["a.b"] is 5, expected'],
		["events that are none", { events: "all" }, 'events is "all", expected an object'],
		[
			"another service's event",
			{ emits: [{ name: "users.user.created" }] },
			'begin with "pinger."'
		],
		["rules that are none", { abilities: { student: 5 } }, "abilities.student is 5"],
		[
			"a rule without a subject",
			{ abilities: { student: [{ action: "read" }] } },
			"[0].subject is undefined"
		],
		[
			"a rule about everything",
			{ abilities: { guest: [{ action: "manage", subject: "all" }] } },
			"not all of them"
		],
		[
			"a role that is none",
			{ abilities: JSON.parse('{"__proto__":[]}') },
			'abilities is "__proto__"'
		]
	];
	for (const [what, definition, message] of refused) {
		it(`is refused with ${what}`, () => {
			expect(() => check(definition)).to.throw(TypeError, message);
		});
	}

	it("is told everything that is wrong with it at once", () => {
		expect(() => check({ version: 2, ...action({ can: 5, rest: "GET /*" }) })).to.throw(
			/^version is 2.*; actions\.ping\.rest is "\/\*".*; actions\.ping\.can is 5/
		);
	});

	it("is taken with what moleculer-web and the mixins know", () => {
		const routes = ["GET /", "/", "patch /:id/a.b-c_d~e", { method: "POST", path: "" }];
		check({
			settings: { rest: "/things" },
			metadata: { subject: "Thing" },
			...action({
				rest: [...routes, { fullPath: "/health/of/it", type: "stream" }],
				can: "read"
			}),
			events: { "a.b": () => undefined, "c.d": { handler() {} } },
			emits: [{ name: "pinger.thing.done" }],
			abilities: { student: [{ action: ["read"], subject: "Thing", conditions: {} }] }
		});
		check({ actions: { off: false, internal() {}, hidden: { handler() {} } } });
	});
});

import { expect } from "chai";
import type { LyceumSchema } from "../../../../mixins/index.ts";
import {
	addedPermissions,
	PluginPermissions
} from "../../../../services/plugin-manager/permissions.ts";

const NOTHING = { actions: [], events: [], collections: [], hosts: [], routes: [] };

function permissionsOf(permissions: Partial<typeof NOTHING> | Record<string, string[]>) {
	const schemas = [{ name: "reviews" }, { name: "reviewStats" }] as LyceumSchema[];
	const manifest = { name: "reviews", permissions: { ...NOTHING, ...permissions } };
	return new PluginPermissions(manifest, schemas);
}

describe("a plugin's permissions", () => {
	const calls: [permitted: string[], action: string, allowed: boolean][] = [
		[[], "reviews.list", true],
		[[], "reviewStats.show", true],
		[[], "reviewers.list", false],
		[[], "users.list", false],
		[["users.list"], "users.list", true],
		[["users.list"], "users.remove", false],
		[["users.list"], "users.list.all", false],
		[["users.*"], "users.remove", true],
		[["users.*"], "usersX.remove", false],
		[["users.*"], "users", false]
	];
	for (const [permitted, action, allowed] of calls) {
		it(`${allowed ? "let" : "do not let"} it call ${action} with [${permitted.join()}]`, () => {
			const call = () => permissionsOf({ actions: permitted }).requireAction(action);
			if (allowed) expect(call).not.to.throw();
			else
				expect(call).to.throw(action).with.property("type", "PLUGINS_ACTION_NOT_PERMITTED");
		});
	}

	const listens: [permitted: string[], event: string, allowed: boolean][] = [
		[[], "reviews.review.created", true],
		[[], "users.user.created", false],
		[["users.user.created"], "users.user.created", true],
		[["users.user.*"], "users.user.created", true],
		[["users.*"], "users.user.created", false],
		[["users.**"], "users.user.created", true],
		[["users.**"], "users.*.created", true],
		[["users.**"], "users.**", true],
		[["users.user.*"], "users.user.**", false],
		[["users.**"], "**", false],
		[["users.**"], "*.user.created", false],
		[[], "$services.changed", false]
	];
	for (const [permitted, event, allowed] of listens) {
		it(`${allowed ? "let" : "do not let"} it hear ${event} with [${permitted.join()}]`, () => {
			const schema = { name: "reviews", events: { [event]() {} } } as unknown as LyceumSchema;
			const load = () => permissionsOf({ events: permitted }).requireDeclared([schema]);
			if (allowed) expect(load).not.to.throw();
			else expect(load).to.throw(event).with.property("type", "PLUGINS_NOT_PERMITTED");
		});
	}

	const upgrades: [what: string, before: object, after: object, added: object | null][] = [
		["the same", { actions: ["users.list"] }, { actions: ["users.list"] }, null],
		["fewer", { hosts: ["api.example.org"] }, {}, null],
		["an action", {}, { actions: ["users.list"] }, { actions: ["users.list"] }],
		["an action of a known group", { actions: ["users.*"] }, { actions: ["users.list"] }, null],
		[
			"a group of a known action",
			{ actions: ["users.list"] },
			{ actions: ["users.*"] },
			{ actions: ["users.*"] }
		],
		[
			"a host below a known one",
			{ hosts: ["*.example.org"] },
			{ hosts: ["api.example.org", "*.eu.example.org"] },
			null
		],
		[
			"the host itself",
			{ hosts: ["*.example.org"] },
			{ hosts: ["example.org"] },
			{ hosts: ["example.org"] }
		],
		[
			"a host that looks alike",
			{ hosts: ["*.example.org"] },
			{ hosts: ["badexample.org"] },
			{ hosts: ["badexample.org"] }
		],
		[
			"a port",
			{ hosts: ["example.org"] },
			{ hosts: ["example.org:8080"] },
			{ hosts: ["example.org:8080"] }
		],
		[
			"a collection and an event",
			{},
			{ collections: ["notes"], events: ["users.**"] },
			{ events: ["users.**"], collections: ["notes"] }
		]
	];
	for (const [what, before, after, added] of upgrades) {
		it(`of an upgrade with ${what}: ${added ? "asked again" : "nothing new"}`, () => {
			expect(
				addedPermissions({ ...NOTHING, ...before }, { ...NOTHING, ...after })
			).to.deep.equal(added);
		});
	}
});

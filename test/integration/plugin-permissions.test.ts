/** What a plugin may do by its manifest, held at the bus; and that an upgrade that wants more is asked again. */
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { pingService, uploadForm, type PluginSource } from "../support/plugin-package.ts";

interface Reply {
	code?: string;
	detail?: string;
	errors?: unknown[];
	refused?: string | null;
	said?: string;
	state?: string;
	version?: string;
	addedPermissions?: object | null;
}

/** Calls in every way that a plugin has, and answers how it was refused. */
const CALLER = `import { definePlugin } from "lyceum";

const refusal = pending => pending.then(() => null, error => error.type);
const later = work => new Promise(resolve => setTimeout(() => resolve(work()), 1));

export default definePlugin({
	name: "caller",
	actions: {
		open: {
			rest: "GET /open", can: "public", params: {}, summary: "Call without care",
			handler: ctx => ctx.call("users.count")
		},
		direct: {
			rest: "GET /direct", can: "public", params: {}, summary: "Call in the caller's name",
			handler: async ctx => ({ refused: await refusal(ctx.call("users.count")) })
		},
		system: {
			rest: "GET /system", can: "public", params: {}, summary: "Call as the system",
			handler: async ctx => ({ refused: await refusal(ctx.broker.call("users.count")) })
		},
		several: {
			rest: "GET /several", can: "public", params: {}, summary: "Call several at once",
			handler: async ctx => ({ refused: await refusal(ctx.mcall([{ action: "users.count" }])) })
		},
		timer: {
			rest: "GET /timer", can: "public", params: {}, summary: "Call from a timer",
			handler() { return later(async () => ({ refused: await refusal(this.broker.call("users.count")) })); }
		},
		own: {
			rest: "GET /own", can: "public", params: {}, summary: "Call its own action",
			async handler(ctx) { return { refused: await refusal(ctx.call("caller.hidden")) }; }
		},
		through: {
			rest: "GET /through", can: "public", params: {}, summary: "Call what calls for itself",
			handler: async ctx => ({ refused: await refusal(ctx.broker.call("projects.list")) })
		},
		started: {
			rest: "GET /started", can: "public", params: {}, summary: "What a start was told",
			handler() { return { refused: this.refused }; }
		},
		hidden: { can: "public", handler: () => ({}) }
	},
	async started() { this.refused = await refusal(this.broker.call("users.count")); }
});
`;

/** Has a collection of its own, and takes another's. */
const KEEPER = (collection: string) => `import { definePlugin, defineModel, Schema } from "lyceum";

const Thing = defineModel("Thing", new Schema({ text: String }), { collection: "${collection}" });

export default definePlugin({
	name: "keeper",
	actions: {
		count: {
			rest: "GET /", can: "public", params: {}, summary: "Count",
			async handler() {
				try {
					return { said: String(await this.model(Thing).countDocuments()) };
				} catch (error) {
					return { said: error.message };
				}
			}
		}
	}
});
`;

describe("a plugin's permissions at the bus", () => {
	let api: TestKernel;
	let admin: Client;

	before(async () => {
		api = await startTestKernel({
			plugins: ["projects"],
			environment: { OUTGOING_PRIVATE: "loopback" }
		});
		admin = await api.as("admin");
	});
	after(() => api?.stop());
	afterEach(async () => {
		for (const name of ["caller", "keeper", "hearer", "grower"])
			await admin.delete(`/plugins/${name}`);
	});

	const install = async (source: PluginSource, query = "") =>
		admin.post<Reply>(`/plugins${query}`, await uploadForm(source));
	const caller = (actions: string[]) =>
		install({ name: "caller", service: CALLER, lyceum: { permissions: { actions } } });

	for (const way of ["direct", "system", "several", "timer", "started"]) {
		it(`refuse a call that the manifest does not name: ${way}`, async () => {
			expect((await caller(["projects.list"])).status).to.equal(201);
			const { status, body } = await api.guest.get<Reply>(`/caller/${way}`);
			expect([status, body.refused]).to.deep.equal([200, "PLUGINS_ACTION_NOT_PERMITTED"]);
		});
	}

	it("let a call through that the manifest names, to the rights of who asks", async () => {
		await caller(["users.count"]);
		expect((await api.guest.get<Reply>("/caller/system")).body.refused).to.equal(null);
		const direct = await api.guest.get<Reply>("/caller/direct");
		expect(direct.status, direct.text).to.equal(200);
		expect(direct.body.refused).to.equal("ACCESS_UNAUTHENTICATED");
		expect((await admin.get<Reply>("/caller/direct")).body.refused).to.equal(null);
	});

	it("let it call its own actions, and what others call for their own work", async () => {
		await caller(["projects.*"]);
		expect((await api.guest.get<Reply>("/caller/own")).body.refused).to.equal(null);
		expect((await api.guest.get<Reply>("/caller/through")).body.refused).to.equal(null);
	});

	it("are the plugin's business: who asked is told no more than that it failed", async () => {
		await caller([]);
		const { status, body, text } = await api.guest.get<Reply>("/caller/open");
		expect([status, body.code]).to.deep.equal([500, "GATEWAY_INTERNAL"]);
		expect(text).not.to.contain("users.count");
	});

	it("bind the kernel's own calls to nothing, also while a plugin runs", async () => {
		await caller([]);
		await Promise.all([api.guest.get("/caller/timer"), admin.get("/users/count")]);
		expect((await admin.get("/users/count")).status).to.equal(200);
	});

	it("keep it to the collections that it names", async () => {
		const permitted = { permissions: { collections: ["things"] } };
		await install({ name: "keeper", service: KEEPER("things"), lyceum: permitted });
		expect((await api.guest.get<Reply>("/keeper")).body.said).to.equal("0");
		await admin.delete("/plugins/keeper");
		await install({ name: "keeper", service: KEEPER("credentials"), lyceum: permitted });
		const { body } = await api.guest.get<Reply>("/keeper");
		expect(body.said).to.match(/"keeper" may not use the collection credentials.*permissions/);
	});

	it("refuse one that hears, or holds, what its manifest does not name, before it runs", async () => {
		const hears = pingService("hearer", "1.0.0").replace(
			"\tactions:",
			'\tevents: { "users.user.created"() {} },\n\tactions:'
		);
		const refused = await install({ name: "hearer", service: hears });
		expect([refused.status, refused.body.code]).to.deep.equal([422, "PLUGINS_NOT_PERMITTED"]);
		expect(refused.body.detail).to.match(/hears users\.user\.created/);
		expect((await admin.get("/plugins/hearer")).status).to.equal(404);
		const events = ["users.user.*"];
		const permitted = { name: "hearer", service: hears, lyceum: { permissions: { events } } };
		expect((await install(permitted)).status).to.equal(201);
		const holds = `import { collection, defineModel, definePlugin, Schema } from "lyceum";
			const Thing = defineModel("Thing", new Schema({ text: String }));
			export default definePlugin({ name: "keeper", mixins: [collection(Thing)] });`;
		const { status, body } = await install({ name: "keeper", service: holds });
		expect(status).to.equal(422);
		expect(body.detail).to.match(/has the collection things/);
	});

	it("let it reach the hosts that it names, through the kernel's fetch", async () => {
		const service = pingService("caller", "1.0.0").replace(
			/handler: .*/,
			`async handler(ctx) {
				const ask = host => ctx.broker.kernel.fetch("http://" + host + "/health/live")
					.then(answer => answer.json(), error => ({ refused: error.type }));
				const own = new URL("${api.url}").host;
				return { named: await ask(own), other: await ask("other.example.org") };
			}`
		);
		const hosts = [new URL(api.url).host];
		await install({ name: "caller", service, lyceum: { permissions: { hosts } } });
		const { body } = await api.guest.get("/caller");
		expect(body).to.deep.equal({
			named: { status: "ok" },
			other: { refused: "OUTGOING_HOST_REFUSED" }
		});
		const elsewhere = { permissions: { hosts: ["10.0.0.1"] } };
		await admin.delete("/plugins/caller");
		const inside = service.replace('"other.example.org"', '"10.0.0.1"');
		await install({ name: "caller", service: inside, lyceum: elsewhere });
		expect((await api.guest.get("/caller")).body).to.deep.equal({
			named: { refused: "OUTGOING_HOST_REFUSED" },
			other: { refused: "OUTGOING_NETWORK_REFUSED" }
		});
	});

	describe("of an upgrade", () => {
		const version = (number: string, permissions?: object) =>
			({ name: "grower", version: number, lyceum: { permissions } }) as PluginSource;

		it("are asked for again when it wants more, and only then", async () => {
			expect((await install(version("1.0.0", { actions: ["users.list"] }))).status).to.equal(
				201
			);
			expect((await install(version("1.1.0", { actions: ["users.list"] }))).status).to.equal(
				200
			);
			const wanted = version("1.2.0", { actions: ["users.*"], hosts: ["api.example.org"] });
			const { status, body } = await install(wanted);
			expect([status, body.code]).to.deep.equal([409, "PLUGINS_MORE_PERMISSIONS"]);
			expect(body.detail).to.match(
				/actions users\.\*; hosts api\.example\.org.*acceptPermissions=true/
			);
			expect((await api.guest.get<Reply>("/grower")).body.version).to.equal("1.1.0");
			const dry = await install(wanted, "?dryRun=true");
			expect(dry.body.addedPermissions).to.deep.equal({
				actions: ["users.*"],
				hosts: ["api.example.org"]
			});
			expect((await install(wanted, "?acceptBreaking=true")).status).to.equal(409);
			expect((await install(wanted, "?acceptPermissions=true")).status).to.equal(200);
			expect((await api.guest.get<Reply>("/grower")).body.version).to.equal("1.2.0");
			expect((await install(version("1.3.0"))).status).to.equal(200);
		});

		it("are compared with those of a version that is disabled, too", async () => {
			await install(version("1.0.0"));
			await admin.post("/plugins/grower/disable");
			const { status } = await install(version("1.1.0", { collections: ["credentials"] }));
			expect(status).to.equal(409);
		});

		it("are nothing new to a plugin that was not there", async () => {
			const { body } = await install(version("1.0.0", { hosts: ["x.org"] }), "?dryRun=true");
			expect(body.addedPermissions).to.equal(null);
		});
	});
});

/** An upgraded plugin that keeps failing is taken back by itself; one that does not, stays. */
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { pingService, uploadForm } from "../support/plugin-package.ts";
import { waitUntil } from "../support/wait-until.ts";

interface Shown {
	version: string;
	state: string;
	settings: Record<string, unknown>;
	previous: { version: string } | null;
	lastFailure: { version: string; reason: string } | null;
}

/** As many calls as it takes to judge a version. */
const CALLS = 20;

describe("a plugin after an upgrade", () => {
	let api: TestKernel;
	let admin: Client;
	afterEach(() => api.stop());

	async function start(environment: Record<string, string> = {}) {
		api = await startTestKernel({ environment });
		admin = await api.as("admin");
	}

	/** Installs a version that answers, or throws what is given. */
	async function install(version: string, thrown?: string, lyceum = {}) {
		const service =
			thrown === undefined
				? pingService("pinger", version)
				: pingService("pinger", version).replace(
						/handler: \(\) => \(.*\)/,
						`handler() { throw ${thrown}; }`
					);
		const form = await uploadForm({ name: "pinger", version, service, lyceum });
		const { status, text } = await admin.post("/plugins", form);
		expect(status, text).to.be.oneOf([200, 201]);
	}

	async function callPinger(times: number, status: number) {
		for (let call = 0; call < times; call++)
			expect((await api.guest.get("/pinger")).status).to.equal(status);
	}

	const show = async () => (await admin.get<Shown>("/plugins/pinger")).body;

	const serves = (version: string) => async () => {
		const shown = await show();
		return shown.version === version && shown.state === "started";
	};

	it("is taken back when most of its calls fail, and the reason is shown", async () => {
		await start();
		await install("1.0.0");
		await install("1.1.0", 'new Error("no luck")');
		await callPinger(CALLS, 500);
		await waitUntil("the old version serves", serves("1.0.0"));
		await waitUntil(
			"it answers again",
			async () => (await api.guest.get("/pinger")).status === 200
		);
		const shown = await show();
		expect(shown).to.deep.include({ state: "started", previous: null });
		expect(shown.lastFailure).to.deep.include({
			version: "1.1.0",
			reason: "in the 60 s after the upgrade 20 of 20 calls failed, the last: no luck"
		});
		await install("1.2.0");
		await callPinger(CALLS, 200);
		expect(await show()).to.include({ version: "1.2.0", lastFailure: null });
	});

	it("keeps the settings that the old version knows, with those that were changed meanwhile", async () => {
		const settings = (...names: string[]) => ({
			settings: {
				type: "object",
				properties: Object.fromEntries(
					names.map(name => [name, { type: "string", default: "" }])
				)
			}
		});
		await start();
		await install("1.0.0", undefined, settings("greeting"));
		await install("1.1.0", 'new Error("no luck")', settings("greeting", "colour"));
		await admin.patch("/plugins/pinger/settings", { greeting: "hello", colour: "red" });
		await callPinger(CALLS, 500);
		await waitUntil("the old version serves", serves("1.0.0"));
		expect((await show()).settings).to.deep.equal({ greeting: "hello" });
	});

	const stays: [string, string | undefined, number][] = [
		["it works", undefined, 200],
		["it refuses", 'Object.assign(new Error("no"), { code: 404, type: "PINGER_NO" })', 404],
		["the store is away", 'Object.assign(new Error(), { name: "MongoNetworkError" })', 503]
	];
	for (const [what, thrown, status] of stays) {
		it(`stays when ${what}`, async () => {
			await start();
			await install("1.0.0");
			await install("1.1.0", thrown);
			await callPinger(CALLS + 5, status);
			expect(await show()).to.include({ version: "1.1.0", lastFailure: null });
		});
	}

	it("stays when few calls were made, or when it was not an upgrade", async () => {
		await start();
		await install("1.0.0", 'new Error("no luck")');
		await callPinger(CALLS + 5, 500);
		expect((await show()).version).to.equal("1.0.0");
		await install("1.1.0", 'new Error("no luck")');
		await callPinger(CALLS - 1, 500);
		expect((await show()).version).to.equal("1.1.0");
	});

	it("stays when an administrator went back to it by hand", async () => {
		await start();
		await install("1.0.0", 'new Error("no luck")');
		await install("1.1.0");
		expect((await admin.post("/plugins/pinger/rollback")).status).to.equal(200);
		await callPinger(CALLS + 5, 500);
		expect(await show()).to.include({ version: "1.0.0", lastFailure: null });
	});

	it("stays when nothing is watched, or the watch has ended", async () => {
		for (const UPGRADE_WATCH_SECONDS of ["0", "1"]) {
			await start({ UPGRADE_WATCH_SECONDS });
			await install("1.0.0");
			await install("1.1.0", 'new Error("no luck")');
			await waitUntil("no upgrade is watched", async () => (await marks()) === 0);
			await callPinger(CALLS + 5, 500);
			expect((await show()).version).to.equal("1.1.0");
			if (UPGRADE_WATCH_SECONDS === "0") await api.stop();
		}
	});

	function marks() {
		return api.kernel.runtime.connection.collection("pluginWatches").countDocuments({});
	}
});

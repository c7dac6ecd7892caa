/** What administrators are told of a running node: its log, its history, a plugin's figures, schedules, the trash. */
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { uploadForm } from "../support/plugin-package.ts";
import { openSocket } from "../support/socket-client.ts";
import { waitUntil } from "../support/wait-until.ts";

interface Line {
	number: number;
	at: string;
	level: string;
	message: string;
	plugin: string | null;
	details: Record<string, unknown>;
}

interface Page<Row = Record<string, unknown>> {
	data: Row[];
	total: number;
}

interface Removed {
	id: string;
	removedAt: string;
	purgeAt: string;
	removedBy: string;
	document: Record<string, unknown>;
}

const NOISY = `import { definePlugin } from "lyceum";
export default definePlugin({
	name: "noisy",
	actions: {
		shout: {
			rest: "POST /",
			can: "authenticated",
			params: { text: "string" },
			summary: "Write to the log",
			handler(ctx) {
				this.logger.error(ctx.params.text);
				if (ctx.params.text === "fail") throw new Error("It failed");
				return {};
			}
		}
	}
});
`;

const DAY_MS = 86_400_000;

describe("operations", () => {
	let api: TestKernel;
	let admin: Client;
	let ann: Client;
	before(async () => {
		api = await startTestKernel({
			plugins: ["projects", "exercises"],
			environment: { LOG_LEVEL: "error" }
		});
		admin = await api.as("admin");
		ann = await api.as("ann");
		const form = await uploadForm({ name: "noisy", service: NOISY });
		expect((await admin.post("/plugins", form)).status).to.equal(201);
	});
	after(() => api.stop());

	const shout = (text: string) => ann.post("/noisy", { text });
	const lines = async (query = "") =>
		(await admin.get<{ data: Line[] }>(`/logs${query}`)).body.data;

	describe("the log", () => {
		it("shows administrators the last lines, newest first, with the plugin that wrote them", async () => {
			await shout("the first");
			await shout("the second");
			const found = await lines("?plugin=noisy");
			expect(found.slice(0, 2).map(({ message }) => message)).to.deep.equal([
				"the second",
				"the first"
			]);
			expect(found[0]).to.include({ level: "error", plugin: "noisy" });
			expect(Date.now() - Date.parse(found[0]!.at)).to.be.within(0, 60_000);
		});

		it("filters by level, plugin, text and since", async () => {
			await shout("a needle in it");
			const [needle] = await lines("?q=NEEDLE");
			expect(needle).to.include({ message: "a needle in it" });
			expect(await lines("?q=needle&plugin=projects")).to.deep.equal([]);
			expect(await lines("?q=needle&plugin=kernel")).to.deep.equal([]);
			expect(await lines("?q=needle&level=fatal")).to.deep.equal([]);
			expect(await lines("?q=needle&level=warn")).to.have.lengthOf(1);
			expect(await lines(`?q=needle&since=${needle!.number}`)).to.deep.equal([]);
			expect(await lines(`?q=needle&since=${needle!.number - 1}`)).to.have.lengthOf(1);
			expect(await lines(`?q=needle&since=${needle!.at}`)).to.deep.equal([]);
			await shout("one more");
			expect(await lines("?plugin=noisy&limit=1")).to.have.lengthOf(1);
		});

		it("shows no secret, wherever in a line it stands", async () => {
			const secrets = [
				"Bearer abc.def-ghi",
				"token=very-secret",
				'{"password":"very-secret"}',
				"mongodb://user:very-secret@host/db",
				"lyc_1f0e9a3c55"
			];
			for (const secret of secrets) await shout(`It says ${secret} and goes on`);
			const found = JSON.stringify(await lines("?plugin=noisy"));
			expect(found).not.to.match(/very-secret|abc\.def-ghi|1f0e9a3c55/);
			expect(found).to.include("[redacted]");
			expect(found).to.include("mongodb://user:[redacted]@host/db");
		});

		it("names what is wrong in a request", async () => {
			for (const [query, pointer] of [
				["level=loud", "/level"],
				["since=yesterday", "/since"],
				["node=elsewhere", "/node"],
				["limit=0", "/limit"]
			]) {
				const { status, body } = await admin.get<{ errors: { pointer: string }[] }>(
					`/logs?${query}`
				);
				expect(status, query).to.equal(400);
				expect(body.errors[0]!.pointer).to.equal(pointer);
			}
		});

		it("is for administrators alone, also live", async () => {
			expect((await ann.get("/logs")).status).to.equal(403);
			expect((await api.guest.get("/logs")).status).to.equal(401);
			const socket = await openSocket(api.url, { token: ann.token });
			const answer = await socket.subscribe({ logs: true });
			expect(answer.error).to.deep.include({ code: "ACCESS_FORBIDDEN" });
			socket.close();
		});

		it("comes live, filtered, as it is written", async () => {
			const socket = await openSocket(api.url, { token: admin.token });
			const subscribed = await socket.subscribe({
				logs: { level: "error", plugin: "noisy" }
			});
			expect(subscribed).to.include.keys("subscription", "position");
			const refused = await socket.subscribe({ logs: { level: "loud" } });
			expect(refused.error).to.deep.include({ code: "REQUEST_INVALID" });
			await shout("heard at once, token=very-secret");
			const heard = () =>
				socket.told
					.filter(({ event }) => event === "log")
					.flatMap(({ payload }) => payload.lines as Line[]);
			await waitUntil("the line", () => heard().length > 0);
			expect(heard().map(({ message }) => message)).to.deep.equal([
				"heard at once, token=[redacted]"
			]);
			socket.close();
		});
	});

	describe("the history", () => {
		it("is told by steps, to administrators alone", async () => {
			const { status, body } = await admin.get("/monitoring/history?span=day");
			expect(status).to.equal(200);
			expect(body).to.deep.include({ everySeconds: 60 });
			expect((await ann.get("/monitoring/history")).status).to.equal(403);
			expect((await admin.get("/monitoring/history?span=year")).status).to.equal(400);
		});
	});

	describe("the figures of a plugin", () => {
		interface Figures {
			calls: number;
			errors: number;
			faults: number;
			active: number;
			p50: number | null;
			holds: Record<string, number>;
			actions: { action: string; calls: number }[];
			routes: { method: string; path: string; calls: number; errors: number }[];
		}
		const figures = async (name: string) =>
			(await admin.get<Figures>(`/monitoring/plugins/${name}`)).body;

		it("count calls, what was refused and what failed, by action and by route", async () => {
			const before = await figures("noisy");
			await shout("counted");
			await shout("fail");
			const after = await figures("noisy");
			expect(after.calls - before.calls).to.equal(2);
			expect(after.errors - before.errors).to.equal(1);
			expect(after.faults - before.faults).to.equal(1);
			expect(after.p50).to.be.a("number");
			expect(after.holds).to.deep.equal({ services: 1, actions: 1, events: 0, models: 0 });
			expect(after.actions.map(({ action }) => action)).to.deep.equal(["noisy.shout"]);
			const [route] = after.routes;
			expect(route).to.include({ method: "POST", path: "/api/v1/noisy" });
			expect(route!.errors).to.be.at.least(1);
		});

		it("are zero for what was never called, and in the metrics by plugin", async () => {
			expect(await figures("nobody")).to.deep.include({ calls: 0, p50: null, routes: [] });
			const { text } = await api.guest.get("//metrics");
			expect(text).to.match(/plugin_calls_total\{plugin="noisy"\} [1-9]/);
			expect(text).to.match(/plugin_call_faults_total\{plugin="noisy"\} [1-9]/);
			expect((await ann.get("/monitoring/plugins/noisy")).status).to.equal(403);
		});
	});

	it("lists what is queued by the clock, with when it comes next", async () => {
		const { body } = await admin.get<Page>("/tasks/schedules");
		const weekly = body.data.find(({ job }) => job === "exercises.check")!;
		expect(weekly).to.include({ timezone: "UTC" });
		expect(Date.parse(String(weekly.nextAt))).to.be.above(Date.now());
		expect(body.total).to.equal(body.data.length);
		expect((await ann.get("/tasks/schedules")).status).to.equal(403);
	});

	describe("the trash", () => {
		it("shows removed documents to who may restore them, and lets go of what is back", async () => {
			const ben = await api.as("ben");
			const { body: project } = await ann.post("/projects", { name: "Gone" });
			expect((await ann.delete(`/projects/${project.id}`)).status).to.equal(204);
			const listed = async (client: Client) =>
				(await client.get<Page<Removed>>("/trash/projects")).body;
			const own = await listed(ann);
			expect(own.total).to.equal(1);
			const [removed] = own.data;
			expect(removed).to.include({ id: project.id, removedBy: ann.id });
			expect(removed!.document).to.include({ name: "Gone" });
			expect(removed!.document).not.to.have.any.keys("_id", "__removed");
			const kept = Date.parse(removed!.purgeAt) - Date.parse(removed!.removedAt);
			expect(kept).to.equal(30 * DAY_MS);
			expect(await listed(ben)).to.deep.include({ data: [], total: 0 });
			expect((await listed(admin)).data.map(({ id }) => id)).to.include(project.id);
			const { body: summary } = await ann.get<Page>("/trash");
			expect(summary.data).to.deep.include({
				collection: "projects",
				label: "Projects",
				total: 1
			});
			expect((await ann.post(`/projects/${project.id}/restore`)).status).to.equal(200);
			expect(await listed(ann)).to.deep.include({ data: [], total: 0 });
		});

		it("refuses guests, those who may remove nothing of a collection, and unknown ones", async () => {
			expect((await api.guest.get("/trash")).status).to.equal(401);
			expect((await ann.get("/trash/users")).status).to.equal(403);
			expect((await admin.get("/trash/nothing-like-it")).status).to.equal(404);
			expect((await admin.get("/trash/sessions")).status).to.equal(404);
		});

		it("is read page by page, the last removed first", async () => {
			const names = ["One", "Two", "Three"];
			for (const name of names) {
				const { body } = await ann.post("/projects", { name });
				await ann.delete(`/projects/${body.id}`);
			}
			const page = async (number: number) =>
				(await ann.get<Page<Removed>>(`/trash/projects?page=${number}&pageSize=2`)).body;
			const [first, second] = [await page(1), await page(2)];
			expect(first.total).to.equal(3);
			const shown = [...first.data, ...second.data].map(({ document }) => document.name);
			expect(shown).to.deep.equal(["Three", "Two", "One"]);
		});
	});
});

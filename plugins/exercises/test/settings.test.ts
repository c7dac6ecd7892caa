import { expect } from "chai";
import { startTestKernel, type TestKernel } from "../../../test/support/kernel.ts";
import type { Client } from "../../../test/support/client.ts";
import { exerciseBody, SECRETS } from "./examples.ts";

type Body = Record<string, unknown>;

describe("the settings of exercises", function () {
	this.timeout(60_000);
	let api: TestKernel;
	let admin: Client;
	let published: string;
	let draft: string;

	before(async () => {
		api = await startTestKernel({ plugins: ["exercises"] });
		admin = await api.as("admin");
		const teacher = await api.as("teacher");
		const create = async (changes: Body) =>
			(await teacher.post<{ id: string }>("/exercises", exerciseBody(changes))).body.id;
		published = await create({});
		draft = await create({ status: "draft" });
	});
	after(() => api.stop());

	const set = (settings: Body) => admin.patch<Body>("/plugins/exercises/settings", settings);
	const generation = async () => {
		const { body } = await admin.get<{ actual: Body[] }>("/plugins/exercises");
		return JSON.stringify(body.actual.map(node => node.generation));
	};

	it("keep the catalogue for those who are signed in, unless told otherwise", async () => {
		for (const path of ["", "/count", `/${published}`]) {
			const { status, text } = await api.guest.get(`/exercises${path}`);
			expect(status, path).to.equal(401);
			expect(text).not.to.include("Count the vowels");
		}
	});

	it("open the catalogue to guests and close it again, without a restart", async () => {
		const before = await generation();
		expect((await set({ publicCatalogue: true })).status).to.equal(200);
		const open = await api.guest.get<Body>(`/exercises/${published}`);
		expect(open.status).to.equal(200);
		expect((await set({ publicCatalogue: false })).status).to.equal(200);
		expect((await api.guest.get(`/exercises/${published}`)).status).to.equal(401);
		expect(await generation()).to.equal(before);
	});

	describe("with a public catalogue", () => {
		before(() => set({ publicCatalogue: true }));
		after(() => set({ publicCatalogue: false }));

		it("show guests what they show students", async () => {
			const student = await api.as("student");
			for (const path of [
				`/${published}`,
				"?pageSize=100",
				"/count",
				"?filter[topic]=strings",
				"?q=vowels",
				"/count?filter[solutionCode][contains]=a",
				"?sort=hints",
				"?filter[testCases.expected]=5"
			]) {
				const [theirs, ours] = await Promise.all(
					[student, api.guest].map(client => client.get(`/exercises${path}`))
				);
				expect(ours!.status, path).to.equal(theirs!.status);
				expect(ours!.text.replace(/"requestId":"[^"]*"/, "")).to.equal(
					theirs!.text.replace(/"requestId":"[^"]*"/, "")
				);
				for (const secret of Object.values(SECRETS))
					expect(ours!.text).not.to.include(secret);
			}
		});

		it("let guests neither see drafts, nor write, nor take hints", async () => {
			const statuses = await Promise.all([
				api.guest.get(`/exercises/${draft}`),
				api.guest.post("/exercises", exerciseBody()),
				api.guest.patch(`/exercises/${published}`, { title: "Mine" }),
				api.guest.delete(`/exercises/${published}`),
				api.guest.get(`/exercises/${published}/history`),
				api.guest.get(`/exercises/${published}/hints`),
				api.guest.post(`/exercises/${published}/hints`)
			]);
			expect(statuses.map(({ status }) => status)).to.deep.equal([
				404, 401, 401, 401, 401, 401, 401
			]);
		});

		it("leave a guest a guest for other calls of the same request", async () => {
			const { broker } = api.kernel;
			const guest = { id: null, kind: "guest", roles: ["guest"] };
			const service = broker.createService({
				name: "wrapper",
				actions: {
					async read(ctx) {
						await ctx.call("exercises.list", {});
						return (ctx.meta as unknown as { caller: unknown }).caller;
					}
				}
			});
			await broker.waitForServices("wrapper");
			const caller = await broker.call("wrapper.read", {}, { meta: { caller: guest } });
			expect(caller).to.deep.equal(guest);
			await broker.destroyService(service);
		});
	});

	for (const [setting, value] of [
		["publicCatalogue", "yes"],
		["hintDelaySeconds", -1],
		["hintDelaySeconds", 1.5],
		["hintDelay", 5]
	] as const) {
		it(`refuse ${JSON.stringify(value)} for ${setting}, by its name`, async () => {
			const { status, text } = await set({ [setting]: value });
			expect(status).to.equal(400);
			expect(text).to.include(setting);
		});
	}
});

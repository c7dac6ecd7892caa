/** The library: ranked, with what was found, and counts, of what its caller may see and nothing else. */
import { expect } from "chai";
import type { Client } from "../../../test/support/client.ts";
import { startStage, type Stage } from "./people.ts";

interface Library {
	data: {
		id: string;
		title: string;
		edition: string;
		status: string;
		highlights?: { field: string; parts: { text: string; marked: boolean }[] }[];
	}[];
	total: number;
	facets: Record<string, { value: string; count: number }[]>;
}

describe("the library", function () {
	this.timeout(60_000);
	let stage: Stage;
	let draft: string;
	let published: string;
	let ahead: string;

	before(async () => {
		stage = await startStage();
		const { author, make, makePublished } = stage;
		draft = await make({ title: "Secret zebra draft", body: "A zebra alone." });
		published = await makePublished({
			title: "Zebras in herds",
			body: "Many animals live together.",
			topics: ["animals"],
			level: "advanced",
			shared: true
		});
		ahead = await makePublished({
			title: "Horses",
			body: "A horse is no zebra.",
			topics: ["animals"]
		});
		await author.patch(`/content/${ahead}`, { title: "Horses and unicorns", shared: false });
	});
	after(() => stage?.api.stop());

	const search = async (client: Client, query: string) => {
		const { status, body, text } = await client.get<Library>(`/content/library?${query}`);
		expect(status, text).to.equal(200);
		return body;
	};
	const titles = async (client: Client, query: string) =>
		(await search(client, query)).data.map(({ title }) => title);

	it("finds by words, the best first, and shows where they stand", async () => {
		const { student } = stage;
		const { data, total } = await search(student, "q=zebra");
		expect(data.map(({ title }) => title)).to.deep.equal(["Zebras in herds", "Horses"]);
		expect(total).to.equal(2);
		expect(data[0]!.highlights![0]).to.deep.equal({
			field: "title",
			parts: [
				{ text: "Zebras", marked: true },
				{ text: " in herds", marked: false }
			]
		});
		expect(data[1]!.highlights!.map(({ field }) => field)).to.deep.equal(["body"]);
	});

	it("shows each item once: the working copy to those who may read it", async () => {
		const { author, reviewer, student } = stage;
		expect(await titles(author, "sort=title")).to.deep.equal([
			"Horses and unicorns",
			"Secret zebra draft",
			"Zebras in herds"
		]);
		expect(await titles(reviewer, "sort=title")).to.deep.equal(["Horses", "Zebras in herds"]);
		expect(await titles(student, "sort=title")).to.deep.equal(["Horses", "Zebras in herds"]);
		const own = (await search(author, "edition=published&sort=title")).data;
		expect(own.map(({ title }) => title)).to.deep.equal(["Horses", "Zebras in herds"]);
		expect((await search(student, "edition=working")).total).to.equal(0);
	});

	it("counts what its caller may see, and nothing of what it may not", async () => {
		const { student, author } = stage;
		const mine = await search(author, "");
		expect(mine.facets.status).to.have.deep.members([
			{ value: "draft", count: 2 },
			{ value: "published", count: 1 }
		]);
		const theirs = await search(student, "");
		expect(theirs.facets.status).to.deep.equal([{ value: "published", count: 2 }]);
		expect(theirs.facets.topic).to.deep.equal([{ value: "animals", count: 2 }]);
		for (const query of ["q=secret", "q=unicorns", `q="zebra draft"`]) {
			const { total, facets } = await search(student, query);
			expect(total, query).to.equal(0);
			expect(Object.values(facets).flat(), query).to.deep.equal([]);
		}
	});

	it("narrows by facets, and counts the other values of the one that was chosen", async () => {
		const { student } = stage;
		const { total, facets } = await search(student, "level=advanced");
		expect(total).to.equal(1);
		expect(facets.level).to.have.deep.members([
			{ value: "advanced", count: 1 },
			{ value: "beginner", count: 1 }
		]);
		expect(facets.topic).to.deep.equal([{ value: "animals", count: 1 }]);
		expect((await search(student, "level=advanced,beginner&topic=animals")).total).to.equal(2);
		expect((await search(student, "topic=loops")).total).to.equal(0);
	});

	it("counts each of two chosen facets by the other one alone", async () => {
		const { student } = stage;
		const { total, facets } = await search(student, "level=advanced&topic=plants");
		expect(total).to.equal(0);
		expect(facets.topic).to.deep.equal([{ value: "animals", count: 1 }]);
		expect(facets.level).to.deep.equal([]);
		expect(facets.kind).to.deep.equal([]);
		const both = await search(student, "level=advanced&topic=animals");
		expect(both.data.map(({ title }) => title)).to.deep.equal(["Zebras in herds"]);
		expect(both.facets.level).to.have.length(2);
		expect(both.facets.topic).to.deep.equal([{ value: "animals", count: 1 }]);
	});

	it("has what was changed last in front, and counts it as it is now", async () => {
		const { author } = stage;
		for (const [id, level] of [
			[draft, "intermediate"],
			[ahead, "advanced"],
			[draft, "beginner"]
		] as const) {
			expect((await author.patch(`/content/${id}`, { level })).status).to.equal(200);
			const { data, facets } = await search(author, "");
			expect(data[0]!.id).to.equal(id);
			const narrowed = await search(author, `level=${level}`);
			expect(narrowed.data.map(found => found.id)).to.include(id);
			expect(facets.level).to.deep.include({ value: level, count: narrowed.total });
		}
	});

	it("follows what happens to an item", async () => {
		const { author, student } = stage;
		expect(await titles(student, "q=herds")).to.deep.equal(["Zebras in herds"]);
		await author.post(`/content/${published}/archive`);
		expect(await titles(student, "q=herds")).to.deep.equal([]);
		await author.delete(`/content/${draft}`);
		expect(await titles(author, "q=secret")).to.deep.equal([]);
		await author.post(`/content/${draft}/restore`);
		expect(await titles(author, "q=secret")).to.deep.equal(["Secret zebra draft"]);
	});

	it("is not for guests, and refuses what it does not know", async () => {
		expect((await stage.api.guest.get("/content/library")).status).to.equal(401);
		for (const query of ["colour=red", "sort=rank", "edition=old", `q=${"x".repeat(201)}`])
			expect((await stage.student.get(`/content/library?${query}`)).status, query).to.equal(
				400
			);
	});

	it("shows nothing to a role whose rules ask for what the library does not hold", async () => {
		const { admin, api } = stage;
		const rules = [
			{ action: "read", subject: "PublishedItem", conditions: { body: { $ne: "secret" } } }
		];
		const role = await admin.post("/roles", { name: "auditor", rules });
		expect(role.status, role.text).to.equal(201);
		const client = await api.as("auditor", "auditor" as never);
		expect((await search(client, "")).total).to.equal(0);
	});
});

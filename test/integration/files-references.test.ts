/** Documents that refer to files: checked when they are written, counted as use, and a way to read the file. */
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { makeFile, type FileAnswer } from "../support/files.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

const HOUR_MS = 60 * 60 * 1000;

describe("documents that refer to files", () => {
	let api: TestKernel;
	let ann: Client;
	let bob: Client;

	before(async () => {
		api = await startTestKernel({
			fixtures: ["albums"],
			environment: { FILES_UNUSED_HOURS: "2" }
		});
		[ann, bob] = [await api.as("ann"), await api.as("bob")];
	});
	after(() => api?.stop());

	/** Sweeps as if so much time had gone by. */
	function sweepAfter(hours: number) {
		const now = new Date(Date.now() + hours * HOUR_MS);
		return api.kernel.broker.call<{ unused: number }, object>("files.sweep", { now });
	}

	async function isThere(id: string) {
		return (await ann.get(`/files/${id}`)).status === 200;
	}

	async function makeAlbum(fields: object) {
		const { status, body, text } = await ann.post<{ id: string }>("/albums", {
			title: "Summer",
			...fields
		});
		expect(status, text).to.equal(201);
		return `/albums/${body.id}`;
	}

	it("may name a file that their author may read, wherever the field lies", async () => {
		const [one, two, three] = [await makeFile(ann), await makeFile(ann), await makeFile(ann)];
		const place = await makeAlbum({
			coverId: one,
			pictureIds: [one, two],
			pages: [{ fileId: three }, {}]
		});
		const { body } = await ann.get(place);
		expect(body).to.deep.include({ coverId: one, pictureIds: [one, two] });
	});

	it("may not name one of others, one that is not there, or something else", async () => {
		const his = await makeFile(bob);
		const attempts: [fields: object, pointer: string][] = [
			[{ coverId: his }, "/coverId"],
			[{ coverId: "0".repeat(24) }, "/coverId"],
			[{ pictureIds: [await makeFile(ann), his] }, "/pictureIds/1"],
			[{ pages: [{ fileId: his }] }, "/pages/0/fileId"],
			[{ coverId: "../etc" }, "/coverId"]
		];
		for (const [fields, pointer] of attempts) {
			const { status, body } = await ann.post<FileAnswer>("/albums", {
				title: "X",
				...fields
			});
			expect([status, body.errors![0]!.pointer]).to.deep.equal([400, pointer]);
		}
		const place = await makeAlbum({});
		expect((await ann.patch(place, { coverId: his })).status).to.equal(400);
		expect((await bob.get(`/files/${his}`)).status).to.equal(200);
	});

	it("keep their files from being removed, until they let go of them", async () => {
		const id = await makeFile(ann);
		const place = await makeAlbum({ coverId: id });
		const { status, body } = await ann.delete(`/files/${id}`);
		expect([status, body.code]).to.deep.equal([409, "FILES_IN_USE"]);
		expect(await isThere(id)).to.equal(true);
		await ann.patch(place, { coverId: null });
		expect((await ann.delete(`/files/${id}`)).status).to.equal(204);
	});

	it("show their files to whoever may read them, and to nobody else", async () => {
		const id = await makeFile(ann, "A plan\n");
		const place = await makeAlbum({ coverId: id });
		expect((await bob.get(`/files/${id}/content`)).status).to.equal(404);
		await ann.patch(place, { isPublic: true });
		expect((await bob.get(`/files/${id}/content`)).text).to.equal("A plan\n");
		expect((await bob.get<FileAnswer>(`/files/${id}`)).body.name).to.equal("plan.txt");
		expect((await bob.patch(`/files/${id}`, { name: "x" })).status).to.equal(404);
		expect((await bob.delete(`/files/${id}`)).status).to.equal(404);
		await ann.patch(place, { isPublic: false });
		expect((await bob.get(`/files/${id}/content`)).status).to.equal(404);
	});

	describe("a sweep", () => {
		it("removes what no document refers to in time, and what is in use stays", async () => {
			api.events.length = 0;
			const [used, unused] = [await makeFile(ann), await makeFile(ann)];
			await makeAlbum({ coverId: used });
			await sweepAfter(1);
			expect(await isThere(unused)).to.equal(true);
			await sweepAfter(3);
			expect(await isThere(unused)).to.equal(false);
			expect(await isThere(used)).to.equal(true);
			expect(api.events).to.include("files.file.removed");
		});

		it("leaves time to refer to a file again that a document let go of", async () => {
			const id = await makeFile(ann);
			const place = await makeAlbum({ coverId: id });
			await ann.patch(place, { coverId: null });
			await sweepAfter(1);
			await ann.patch(place, { coverId: id });
			await sweepAfter(3);
			expect(await isThere(id)).to.equal(true);
		});

		it("leaves the files of documents in the trash", async () => {
			const id = await makeFile(ann);
			const place = await makeAlbum({ coverId: id });
			await ann.delete(place);
			await sweepAfter(24);
			expect((await ann.post(`${place}/restore`)).status).to.equal(200);
			await sweepAfter(48);
			expect(await isThere(id)).to.equal(true);
			const uses = api.kernel.runtime.connection.collection("fileUses");
			expect(await uses.findOne({ fileId: id })).to.not.have.property("expiresAt");
		});

		it("and a reference that is made at the same moment never both succeed", async () => {
			const ids = await Promise.all(Array.from({ length: 20 }, () => makeFile(ann)));
			const [, ...answers] = await Promise.all([
				sweepAfter(3),
				...ids.map(coverId =>
					ann.post<{ id: string; coverId: string }>("/albums", { title: "Race", coverId })
				)
			]);
			for (const [index, { status }] of answers.entries()) {
				expect(status).to.be.oneOf([201, 400]);
				expect(await isThere(ids[index]!), `file ${index}`).to.equal(status === 201);
			}
		});
	});

	it("are refused together with a removal of the file that comes first", async () => {
		const ids = await Promise.all(Array.from({ length: 20 }, () => makeFile(ann)));
		const pairs = await Promise.all(
			ids.map(async coverId =>
				Promise.all([
					ann.delete(`/files/${coverId}`),
					ann.post("/albums", { title: "Race", coverId })
				])
			)
		);
		for (const [index, [removed, made]] of pairs.entries()) {
			expect([removed.status, made.status]).to.be.deep.oneOf([
				[204, 400],
				[409, 201]
			]);
			expect(await isThere(ids[index]!)).to.equal(made.status === 201);
		}
	});
});

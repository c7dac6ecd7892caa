import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { expect } from "chai";
import { GridFSBucket, ObjectId } from "mongodb";
import { useStore } from "../../support/store.ts";

describe("store: GridFS", () => {
	const store = useStore("gridfs");
	let bucket: GridFSBucket;

	before(() => {
		bucket = new GridFSBucket(store.db);
	});

	async function upload(name: string, bytes: Buffer, metadata?: object) {
		const target = bucket.openUploadStream(name, { metadata, chunkSizeBytes: 100_000 });
		await pipeline(Readable.from([bytes]), target);
		return target.id;
	}

	it("gives back the bytes that it was given, over many chunks", async () => {
		const bytes = randomBytes(1_234_567);
		const id = await upload("large.bin", bytes, { kind: "test" });
		expect((await buffer(bucket.openDownloadStream(id))).equals(bytes)).to.equal(true);
		const chunks = store.db.collection("fs.chunks");
		expect(await chunks.countDocuments({ files_id: id })).to.equal(13);
		const [file] = await bucket.find({ filename: "large.bin" }).toArray();
		expect(file!.length).to.equal(bytes.length);
		expect(file!.metadata).to.deep.equal({ kind: "test" });
	});

	it("keeps an empty file", async () => {
		const id = await upload("empty", Buffer.alloc(0));
		expect(await buffer(bucket.openDownloadStream(id))).to.have.length(0);
	});

	it("reads a part", async () => {
		const bytes = randomBytes(350_000);
		const id = await upload("part", bytes);
		const part = await buffer(bucket.openDownloadStream(id, { start: 99_990, end: 200_010 }));
		expect(part.equals(bytes.subarray(99_990, 200_010))).to.equal(true);
	});

	it("reads the newest revision of a name, or an older one", async () => {
		await upload("twice", Buffer.from("first"));
		await upload("twice", Buffer.from("second"));
		const read = async (revision: number) =>
			String(await buffer(bucket.openDownloadStreamByName("twice", { revision })));
		expect(await read(-1)).to.equal("second");
		expect(await read(0)).to.equal("first");
	});

	it("makes its indexes", async () => {
		await upload("indexed", Buffer.from("x"));
		const chunks = await store.db.collection("fs.chunks").indexes();
		expect(chunks.find(({ key }) => key.files_id === 1 && key.n === 1)!.unique).to.equal(true);
		const files = await store.db.collection("fs.files").indexes();
		expect(files.some(({ key }) => key.filename === 1 && key.uploadDate === 1)).to.equal(true);
	});

	it("renames and deletes", async () => {
		const id = await upload("old name", Buffer.from("x"));
		await bucket.rename(id, "new name");
		expect(await bucket.find({ filename: "new name" }).toArray()).to.have.length(1);
		await bucket.delete(id);
		expect(await store.db.collection("fs.chunks").countDocuments({ files_id: id })).to.equal(0);
		const missing = buffer(bucket.openDownloadStream(id)).then(
			() => "read",
			(error: Error) => error.message
		);
		expect(await missing).to.include("FileNotFound");
	});

	it("leaves nothing of an upload that was aborted", async () => {
		const id = new ObjectId();
		const target = bucket.openUploadStreamWithId(id, "aborted", { chunkSizeBytes: 1000 });
		await new Promise(resolve => target.write(randomBytes(5000), resolve));
		await target.abort();
		expect(await store.db.collection("fs.chunks").countDocuments({ files_id: id })).to.equal(0);
		expect(await bucket.find({ _id: id }).toArray()).to.deep.equal([]);
	});
});

/** The indexes of a model, as the store is asked to make them. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type { Connection } from "mongoose";
import { defineModel, Schema } from "../../mixins/index.ts";
import { bindModel } from "../../mixins/model.ts";
import { connectStore } from "../../services/kernel/connection.ts";
import { openEmbedded, type EmbeddedStore } from "../support/embedded.ts";

describe("the indexes of a model", () => {
	let folder: string;
	let store: EmbeddedStore;
	let connection: Connection;
	before(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-indexes-"));
		store = await openEmbedded(folder);
		connection = await connectStore(store.url);
	});
	after(async () => {
		await connection.close();
		await store.close();
		await rm(folder, { recursive: true });
	});

	it("are made in one command, one that is declared twice once", async () => {
		const schema = new Schema({ code: { type: String, unique: true }, title: String });
		schema.index({ title: 1 }).index({ title: 1 }).index({ code: 1, title: -1 });
		const model = bindModel(connection, defineModel("Label", schema), "Label~1");
		const commands: string[] = [];
		const note = ({ commandName }: { commandName: string }) => commands.push(commandName);
		connection.getClient().on("commandStarted", note);
		await model.createIndexes();
		connection.getClient().off("commandStarted", note);
		expect(commands).to.deep.equal(["createIndexes"]);
		const indexes = await model.collection.indexes();
		expect(indexes.map(({ name }) => name)).to.have.members([
			"_id_",
			"code_1",
			"title_1",
			"code_1_title_-1",
			"createdAt_-1__id_-1"
		]);
		expect(indexes.find(({ name }) => name === "code_1")).to.include({ unique: true });
		expect(indexes.find(({ name }) => name === "title_1")).to.not.have.property("unique");
	});
});

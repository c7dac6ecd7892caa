import { expect } from "chai";
import { MongoClient } from "mongodb";
import { openStore } from "../../../../../services/store/embedded/index.ts";
import { errorOf, useFolder } from "./support.ts";

async function withClient<T>(url: string, work: (client: MongoClient) => Promise<T>): Promise<T> {
	const client = new MongoClient(url, { serverSelectionTimeoutMS: 5000 });
	try {
		return await work(client);
	} finally {
		await client.close();
	}
}

describe("store: opening and closing", () => {
	const folder = useFolder();

	it("finds its data again, under a new secret", async () => {
		const first = await openStore({ dataDir: folder.path });
		await withClient(first.url, client =>
			client.db().collection("notes").insertOne({ text: "kept" })
		);
		await first.close();
		const second = await openStore({ dataDir: folder.path });
		expect(new URL(second.url).password).to.not.equal(new URL(first.url).password);
		const found = await withClient(second.url, client =>
			client.db().collection("notes").findOne()
		);
		expect(found).to.include({ text: "kept" });
		await second.close();
	});

	it("refuses a folder that another store uses, until that one is closed", async () => {
		const store = await openStore({ dataDir: folder.path });
		const error = await errorOf(openStore({ dataDir: folder.path }));
		expect(error.message).to.equal(
			`The data folder "${folder.path}" cannot be opened: another process is using it`
		);
		await store.close();
		await (await openStore({ dataDir: folder.path })).close();
	});

	it("refuses a port that is taken, and lets go of the folder", async () => {
		const store = await openStore({ dataDir: `${folder.path}/one` });
		const port = Number(new URL(store.url).port);
		const error = await errorOf(openStore({ dataDir: folder.path, port }));
		expect(error.message).to.include("EADDRINUSE");
		await store.close();
		await (await openStore({ dataDir: folder.path })).close();
	});

	it("may be closed twice, and no thread stays", async () => {
		const store = await openStore({ dataDir: folder.path });
		await Promise.all([store.close(), store.close()]);
		expect(process.getActiveResourcesInfo()).to.not.include("MessagePort");
	});

	it("takes only its own secret, and nothing before it", async () => {
		const store = await openStore({ dataDir: folder.path });
		const wrong = store.url.replace(/:[^:@]+@/, ":wrong@");
		const error = await errorOf(withClient(wrong, client => client.db().command({ ping: 1 })));
		expect(error.code).to.equal(18);
		const { host } = new URL(store.url);
		const open = `mongodb://${host}/?directConnection=true`;
		const refused = await errorOf(
			withClient(open, client => client.db().collection("a").findOne())
		);
		expect(refused.code).to.equal(13);
		await store.close();
	});
});

import { expect } from "chai";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { connectStore } from "../../services/kernel/connection.ts";
import { openEmbedded, type EmbeddedStore } from "../support/embedded.ts";
import { databaseUrl, hostOf, urlThroughProxy } from "../support/store-url.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { waitUntil } from "../support/wait-until.ts";

/** More than the driver makes in the time of one request. */
const MANY_TRIES = 8;

describe("the connection to the store", function () {
	this.timeout(60_000);
	let folder: string;
	let store: EmbeddedStore;
	let proxy: TcpProxy;
	let url: string;
	let tries: number;
	let refusing: Server;

	before(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-connection-"));
		store = await openEmbedded(folder);
		const { hostname, port } = hostOf(store.url);
		proxy = await startTcpProxy(hostname, port);
		await proxy.cut();
		url = urlThroughProxy(databaseUrl(store.url, "late"), proxy.port);
	});
	beforeEach(async () => {
		tries = 0;
		refusing = createServer(socket => {
			tries++;
			socket.destroy();
		}).listen(proxy.port, "127.0.0.1");
		await once(refusing, "listening");
	});
	after(async () => {
		await proxy?.cut();
		await store?.close();
		await rm(folder, { recursive: true, force: true });
	});

	it("is not waited for longer than a request would", async () => {
		const error = await connectStore(url).catch((reason: Error) => reason);
		expect(error).to.have.property("name", "MongooseServerSelectionError");
		expect(tries).to.be.within(1, MANY_TRIES - 1);
		refusing.close();
	});

	it("is waited for where whoever asks knows that the store is there", async () => {
		const connecting = connectStore(url, 30_000);
		await waitUntil("it was refused often", () => tries >= MANY_TRIES);
		refusing.close();
		await proxy.mend();
		const connection = await connecting;
		expect((await connection.db!.command({ ping: 1 })).ok).to.equal(1);
		await connection.close();
	});
});

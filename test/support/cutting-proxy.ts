import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { once } from "node:events";
import { hostOf, urlThroughProxy } from "./store-url.ts";

/** A proxy in front of a store that can break a connection between a write and its answer. */
export interface CuttingProxy {
	url: string;
	/** Lets the next update reach the store, and breaks its connection instead of answering. */
	cutNextAnswer(): void;
	/** How many connections were broken so far. */
	cuts(): number;
	close(): Promise<void>;
}

/** Starts a proxy on a free port; its URL makes the driver talk to it alone. */
export async function cuttingProxy(storeUrl: string): Promise<CuttingProxy> {
	const { hostname, port } = hostOf(storeUrl);
	const state = { armed: false, cuts: 0, open: new Set<Socket>() };

	const server = createServer(client => {
		const upstream = connect(port, hostname);
		let writes = false;
		for (const socket of [client, upstream]) state.open.add(socket.on("error", () => {}));
		client.on("close", () => upstream.destroy());
		upstream.on("close", () => client.destroy());
		client.on("data", chunk => {
			writes = state.armed && chunk.includes("update\0");
			upstream.write(chunk);
		});
		upstream.on("data", chunk => {
			if (!writes || !state.armed) return client.write(chunk);
			state.armed = false;
			state.cuts++;
			return client.destroy();
		});
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return {
		url: urlThroughProxy(storeUrl, (server.address() as AddressInfo).port),
		cutNextAnswer: () => void (state.armed = true),
		cuts: () => state.cuts,
		close: async () => {
			for (const socket of state.open) socket.destroy();
			server.close();
			await once(server, "close");
		}
	};
}

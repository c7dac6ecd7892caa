/** A TCP proxy that breaks the connections that come through it when they have sent so many bytes. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";

export interface BreakingProxy {
	port: number;
	/** How many connections were broken so far. */
	broken(): number;
	close(): void;
}

/** Breaks the first `times` connections that send more than `afterBytes`; all others go through. */
export async function startBreakingProxy(
	targetHost: string,
	targetPort: number,
	times: number,
	afterBytes: number
): Promise<BreakingProxy> {
	let broken = 0;
	const server = createServer(client => {
		const target = connect(targetPort, targetHost);
		let sent = 0;
		client.on("data", (chunk: Buffer) => {
			sent += chunk.length;
			if (broken >= times || sent <= afterBytes) return;
			broken++;
			client.destroy();
		});
		for (const [one, other] of [
			[client, target],
			[target, client]
		] as const) {
			one.on("error", () => other.destroy());
			one.on("close", () => other.destroy());
			one.pipe(other);
		}
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return {
		port: (server.address() as AddressInfo).port,
		broken: () => broken,
		close: () => server.close()
	};
}

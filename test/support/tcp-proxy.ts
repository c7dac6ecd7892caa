/** A TCP proxy that can be cut and mended, to take an engine away from what uses it. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

export interface TcpProxy {
	port: number;
	/** Ends every connection and takes no new one. */
	cut(): Promise<void>;
	/** Takes connections again, at the same port. */
	mend(): Promise<void>;
}

export async function startTcpProxy(targetHost: string, targetPort: number): Promise<TcpProxy> {
	const sockets = new Set<Socket>();
	const accept = (client: Socket) => {
		const target = connect(targetPort, targetHost);
		for (const [one, other] of [
			[client, target],
			[target, client]
		] as const) {
			sockets.add(one);
			one.on("error", () => other.destroy());
			one.on("close", () => (sockets.delete(one), other.destroy()));
			one.pipe(other);
		}
	};
	let server = await listen(0, accept);
	const { port } = server.address() as AddressInfo;
	return {
		port,
		async cut() {
			const closed = new Promise(resolve => server.close(resolve));
			sockets.forEach(socket => socket.destroy());
			await closed;
		},
		async mend() {
			server = await listen(port, accept);
		}
	};
}

function listen(port: number, accept: (client: Socket) => void): Promise<Server> {
	return new Promise((resolve, reject) => {
		const server = createServer(accept).once("error", reject);
		server.listen(port, "127.0.0.1", () => resolve(server));
	});
}

/** The address that a request comes from; `X-Forwarded-For` counts only where a trusted proxy sent it. */
import type { IncomingMessage } from "node:http";
import proxyAddress from "proxy-addr";

export function clientAddress(trusted: string[]): (request: IncomingMessage) => string {
	const isTrusted = proxyAddress.compile(trusted);
	if (trusted.length === 0) return directAddress;
	return request =>
		request.headers["x-forwarded-for"] === undefined
			? directAddress(request)
			: proxyAddress(request, isTrusted);
}

function directAddress({ socket }: IncomingMessage): string {
	return socket.remoteAddress ?? "";
}

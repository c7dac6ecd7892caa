/** What everything is compared with: plain `node:http` that does the same token check and answers JSON. */
import { createSecretKey, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { TokenVerifier } from "../../../services/auth/token-verifier.ts";
import { signToken } from "../../../services/auth/tokens.ts";
import { serveParent } from "./child.ts";

const key = { kid: "1", key: createSecretKey(randomBytes(32)) };
const verifier = new TokenVerifier({ get: () => key.key, has: () => true } as never);
const token = signToken(
	{ userId: "65f0c0ffee65f0c0ffee65f0", sessionId: "65f0c0ffee65f0c0ffee65f1" },
	key
);

const server = createServer((request, response) => {
	const claims = verifier.verify(request.headers.authorization!.slice("Bearer ".length)) as {
		sub: string;
	};
	const body = JSON.stringify({ id: claims.sub, ok: true });
	response.writeHead(200, {
		"Content-Type": "application/json; charset=utf-8",
		"Content-Length": body.length
	});
	response.end(body);
});

server.listen(0, "127.0.0.1", () => {
	const { port } = server.address() as AddressInfo;
	serveParent(`http://127.0.0.1:${port}`, { token }, {}, async () => {
		server.close();
		server.closeAllConnections();
	});
});

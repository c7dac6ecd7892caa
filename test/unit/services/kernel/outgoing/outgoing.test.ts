/** Calls to other servers, made to real servers on loopback; only what a name resolves to is made up. */
import { expect } from "chai";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { addressTest } from "../../../../../services/kernel/outgoing/networks.ts";
import { callOutside } from "../../../../../services/kernel/outgoing/outgoing.ts";
import type { Limits } from "../../../../../services/kernel/outgoing/target.ts";
import type { OutgoingInit } from "../../../../../mixins/index.ts";

interface Seen {
	method: string;
	url: string;
	headers: IncomingMessage["headers"];
	body: string;
}

const LOOPBACK = { address: "127.0.0.1", family: 4 };
const SECRETS = { authorization: "Bearer secret", cookie: "a=b", "x-api-key": "secret" };

describe("a call to another server", () => {
	const servers: Server[] = [];
	let seen: Seen[] = [];
	let port: number;
	let otherPort: number;
	const answers = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();

	async function serve() {
		const server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on("data", (chunk: Buffer) => chunks.push(chunk));
			request.on("end", () => {
				const { method = "", url = "", headers } = request;
				seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
				const answer = answers.get(url);
				if (answer) answer(request, response);
				else response.end("hello");
			});
		});
		servers.push(server);
		await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
		return (server.address() as AddressInfo).port;
	}

	before(async () => {
		port = await serve();
		otherPort = await serve();
	});
	after(() => {
		for (const server of servers) {
			server.closeAllConnections();
			server.close();
		}
	});
	beforeEach(() => {
		seen = [];
		answers.clear();
	});

	const redirect = (path: string, location: string, status = 302) =>
		answers.set(path, (_request, response) => response.writeHead(status, { location }).end());

	/** Every name is this machine, which may be called. */
	const open: Limits = {
		hosts: null,
		mayCall: addressTest(["loopback"]),
		resolve: async () => [LOOPBACK]
	};
	const call = (address: string, init: OutgoingInit = {}, limits: Partial<Limits> = {}) =>
		callOutside(address, init, { ...open, ...limits });

	/** The error of a call that must not have reached a server. */
	async function refusalOf(address: string, limits: Partial<Limits> = {}, init?: OutgoingInit) {
		const error = await call(address, init, limits).then(
			() => ({ type: "none", message: "was answered" }),
			(thrown: { type: string; message: string }) => thrown
		);
		return error;
	}

	it("sends method, headers and body, and answers as fetch does", async () => {
		answers.set("/notes", (_request, response) =>
			response
				.writeHead(201, {
					"Content-Type": "application/json",
					"Set-Cookie": ["a=1", "b=2"]
				})
				.end('{"id":7}')
		);
		const answer = await call(`http://api.test:${port}/notes`, {
			method: "post",
			headers: { "X-API-Key": "k", Host: "elsewhere.test" },
			body: "text"
		});
		expect(answer.status).to.equal(201);
		expect(answer.headers.getSetCookie()).to.deep.equal(["a=1", "b=2"]);
		expect(await answer.json()).to.deep.equal({ id: 7 });
		expect(seen[0]).to.include({ method: "POST", url: "/notes", body: "text" });
		expect(seen[0]!.headers).to.include({ "x-api-key": "k", host: `api.test:${port}` });
	});

	it("takes answers without a body", async () => {
		answers.set("/gone", (_request, response) => response.writeHead(204).end());
		const answer = await call(`http://api.test:${port}/gone`);
		expect([answer.status, await answer.text()]).to.deep.equal([204, ""]);
	});

	describe("is refused", () => {
		const addresses: [address: string, type: string][] = [
			["nowhere", "OUTGOING_BAD_ADDRESS"],
			["file:///etc/passwd", "OUTGOING_BAD_ADDRESS"],
			["ftp://api.test/", "OUTGOING_BAD_ADDRESS"],
			["gopher://127.0.0.1:6379/_SET", "OUTGOING_BAD_ADDRESS"],
			["data:text/plain,x", "OUTGOING_BAD_ADDRESS"],
			["http://user:password@api.test/", "OUTGOING_BAD_ADDRESS"],
			["http://api.test@127.0.0.1/", "OUTGOING_BAD_ADDRESS"],
			["http://127.0.0.1/", "OUTGOING_NETWORK_REFUSED"],
			["http://127.1/", "OUTGOING_NETWORK_REFUSED"],
			["http://2130706433/", "OUTGOING_NETWORK_REFUSED"],
			["http://0x7f000001/", "OUTGOING_NETWORK_REFUSED"],
			["http://0x7f.0.0.0x1/", "OUTGOING_NETWORK_REFUSED"],
			["http://0177.0.0.1/", "OUTGOING_NETWORK_REFUSED"],
			["http://017700000001/", "OUTGOING_NETWORK_REFUSED"],
			["http://127.0.0.1./", "OUTGOING_NETWORK_REFUSED"],
			["http://%31%32%37.0.0.1/", "OUTGOING_NETWORK_REFUSED"],
			["http://①②⑦.0.0.1/", "OUTGOING_NETWORK_REFUSED"],
			["http://0/", "OUTGOING_NETWORK_REFUSED"],
			["http://[::1]/", "OUTGOING_NETWORK_REFUSED"],
			["http://[::]/", "OUTGOING_NETWORK_REFUSED"],
			["http://[::ffff:127.0.0.1]/", "OUTGOING_NETWORK_REFUSED"],
			["http://[::ffff:a9fe:a9fe]/", "OUTGOING_NETWORK_REFUSED"],
			["http://[64:ff9b::a9fe:a9fe]/", "OUTGOING_NETWORK_REFUSED"],
			["http://169.254.169.254/latest/meta-data/", "OUTGOING_NETWORK_REFUSED"],
			["http://10.0.0.1\\@api.test/", "OUTGOING_NETWORK_REFUSED"]
		];
		for (const [address, type] of addresses) {
			it(`to ${address}`, async () => {
				const closed = { mayCall: addressTest([]) };
				expect((await refusalOf(address, closed)).type).to.equal(type);
				expect(seen).to.deep.equal([]);
			});
		}

		it("without a word of a password in the address", async () => {
			const { message } = await refusalOf("https://ann:s3cret@api.test/");
			expect(message).to.not.contain("s3cret");
		});

		const hosts: [permitted: string, address: string, isPermitted: boolean][] = [
			["*", "http://anything.test/", true],
			["api.test", "http://api.test/", true],
			["api.test", "http://API.test./", true],
			["api.test", "http://api.test:8080/", false],
			["api.test", "http://sub.api.test/", false],
			["api.test", "http://api.test.evil.test/", false],
			["api.test:8080", "http://api.test:8080/", true],
			["api.test:8080", "http://api.test/", false],
			["*.api.test", "http://eu.api.test/", true],
			["*.api.test", "http://a.b.api.test/", true],
			["*.api.test", "http://api.test/", false],
			["*.api.test", "http://evilapi.test/", false],
			["api.test", "http://api.test%2eevil.test/", false]
		];
		for (const [permitted, address, isPermitted] of hosts) {
			it(`${isPermitted ? "not " : ""}by the host, ${address} with ${permitted}`, async () => {
				// What passes the host fails at the network, so that nothing leaves the machine.
				const limits = { hosts: [permitted], mayCall: addressTest([]) };
				const { type } = await refusalOf(address, limits);
				expect(type).to.equal(
					isPermitted ? "OUTGOING_NETWORK_REFUSED" : "OUTGOING_HOST_REFUSED"
				);
			});
		}

		it("when any of a name's addresses is private", async () => {
			const { type } = await refusalOf("http://mixed.test/", {
				mayCall: addressTest([]),
				resolve: async () => [{ address: "8.8.8.8", family: 4 }, LOOPBACK]
			});
			expect(type).to.equal("OUTGOING_NETWORK_REFUSED");
		});

		it("when a name has no address, or nobody listens there", async () => {
			const unknown = { resolve: () => Promise.reject(new Error("ENOTFOUND")) };
			expect((await refusalOf("http://x.test/", unknown)).type).to.equal(
				"OUTGOING_UNREACHABLE"
			);
			const none = { resolve: async () => [] };
			expect((await refusalOf("http://x.test/", none)).type).to.equal("OUTGOING_UNREACHABLE");
			expect((await refusalOf("http://x.test:1/")).type).to.equal("OUTGOING_UNREACHABLE");
		});
	});

	it("goes to the address that was checked, whatever the name means a moment later", async () => {
		let asked = 0;
		const rebinding = async () => [
			++asked === 1 ? LOOPBACK : { address: "10.0.0.1", family: 4 }
		];
		const answer = await call(`http://rebinding.test:${port}/`, {}, { resolve: rebinding });
		expect(await answer.text()).to.equal("hello");
		expect(asked).to.equal(1);
	});

	describe("that is redirected", () => {
		it("is followed, by relative addresses too", async () => {
			redirect("/a/one", "../two");
			redirect("/two", `http://other.test:${otherPort}/three`);
			const answer = await call(`http://api.test:${port}/a/one`);
			expect(await answer.text()).to.equal("hello");
			expect(seen.map(({ url }) => url)).to.deep.equal(["/a/one", "/two", "/three"]);
		});

		for (const location of [
			"http://169.254.169.254/latest/meta-data/",
			"http://10.0.0.1/",
			"http://[fd00::1]/",
			"//192.168.0.1/"
		]) {
			it(`is not followed to ${location}`, async () => {
				redirect("/away", location);
				const { type } = await refusalOf(`http://api.test:${port}/away`);
				expect(type).to.equal("OUTGOING_NETWORK_REFUSED");
				expect(seen).to.have.length(1);
			});
		}

		it("is not followed to a name that resolves to a private address", async () => {
			redirect("/away", "http://inside.test/");
			const resolve = async (host: string) =>
				host === "inside.test" ? [{ address: "10.0.0.1", family: 4 }] : [LOOPBACK];
			const { type } = await refusalOf(`http://api.test:${port}/away`, { resolve });
			expect(type).to.equal("OUTGOING_NETWORK_REFUSED");
		});

		it("is not followed to a host that is not permitted, nor to another protocol", async () => {
			const hosts = [`api.test:${port}`];
			redirect("/away", "http://other.test/");
			const address = `http://api.test:${port}/away`;
			expect((await refusalOf(address, { hosts })).type).to.equal("OUTGOING_HOST_REFUSED");
			redirect("/away", "file:///etc/passwd");
			expect((await refusalOf(address)).type).to.equal("OUTGOING_BAD_ADDRESS");
		});

		it("is followed five times and no more", async () => {
			redirect("/loop", "/loop");
			const { type } = await refusalOf(`http://api.test:${port}/loop`);
			expect(type).to.equal("OUTGOING_TOO_MANY_REDIRECTS");
			expect(seen).to.have.length(6);
		});

		it("keeps credentials to the server that they are meant for", async () => {
			redirect("/same", "/next");
			await call(`http://api.test:${port}/same`, { headers: SECRETS });
			expect(seen[1]!.headers).to.include(SECRETS);
			seen = [];
			redirect("/other", `http://api.test:${otherPort}/next`);
			const headers = { ...SECRETS, accept: "text/plain" };
			await call(`http://api.test:${port}/other`, { headers });
			expect(seen[1]!.headers).to.include({ accept: "text/plain" });
			expect(seen[1]!.headers).to.not.have.any.keys(...Object.keys(SECRETS));
		});

		const bodies: [status: number, method: string, after: string, body: string][] = [
			[301, "POST", "GET", ""],
			[302, "POST", "GET", ""],
			[303, "PUT", "GET", ""],
			[301, "PUT", "PUT", "text"],
			[307, "POST", "POST", "text"],
			[308, "PATCH", "PATCH", "text"]
		];
		for (const [status, method, after, body] of bodies) {
			it(`with ${status} after ${method} goes on as ${after}`, async () => {
				redirect("/moved", "/next", status);
				await call(`http://api.test:${port}/moved`, { method, body: "text" });
				expect(seen[1]).to.include({ method: after, body });
			});
		}
	});

	describe("has limits", () => {
		it("of time, to the head of the answer", async () => {
			answers.set("/never", () => undefined);
			const { type } = await refusalOf(
				`http://api.test:${port}/never`,
				{},
				{ timeoutMs: 50 }
			);
			expect(type).to.equal("OUTGOING_TIMEOUT");
		});

		it("of time, to the end of the answer", async () => {
			answers.set("/slow", (_request, response) => void response.write("begin"));
			const answer = await call(`http://api.test:${port}/slow`, { timeoutMs: 200 });
			const error = await answer.text().catch((thrown: { type: string }) => thrown);
			expect(error).to.have.property("type", "OUTGOING_TIMEOUT");
		});

		it("of time, for a name that is never resolved", async () => {
			const never = { resolve: () => new Promise<never>(() => undefined) };
			const { type } = await refusalOf("http://x.test/", never, { timeoutMs: 50 });
			expect(type).to.equal("OUTGOING_TIMEOUT");
		});

		it("of size, announced or not", async () => {
			answers.set("/long", (_request, response) =>
				response.writeHead(200, { "Content-Length": 100 }).end("x".repeat(100))
			);
			const announced = await refusalOf(`http://api.test:${port}/long`, {}, { maxBytes: 99 });
			expect(announced.type).to.equal("OUTGOING_TOO_LARGE");
			answers.set("/chunks", (_request, response) => {
				response.write("x".repeat(60));
				response.end("x".repeat(60));
			});
			const answer = await call(`http://api.test:${port}/chunks`, { maxBytes: 100 });
			const error = await answer.text().catch((thrown: { type: string }) => thrown);
			expect(error).to.have.property("type", "OUTGOING_TOO_LARGE");
			const exact = await call(`http://api.test:${port}/long`, { maxBytes: 100 });
			expect(await exact.text()).to.have.length(100);
		});

		it("and may be given up by who made it", async () => {
			answers.set("/never", () => undefined);
			const given = AbortSignal.abort(new Error("no longer wanted"));
			const { message } = await refusalOf(`http://api.test:${port}/`, {}, { signal: given });
			expect(message).to.equal("no longer wanted");
		});
	});
});

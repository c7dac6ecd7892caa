/** Outside links: tried when somebody asks for it, and never into networks of this machine. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { startStage, type Finding, type Stage } from "./stage.ts";

/** A site with a page, one that is gone, one behind a sign-in, one that leads elsewhere, and one that never answers. */
function startSite(elsewhere: () => string) {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url!);
		if (request.url === "/gone") response.writeHead(404).end();
		else if (request.url === "/private") response.writeHead(401).end();
		else if (request.url === "/away") response.writeHead(302, { location: elsewhere() }).end();
		else if (request.url === "/large") response.end("x".repeat(1_000_000));
		else if (request.url !== "/silent") response.end("A page");
	});
	return { server, asked };
}

async function addressOf(server: Server, host: string) {
	server.listen(0, host);
	await once(server, "listening");
	return `http://${host}:${(server.address() as AddressInfo).port}`;
}

describe("quality: outside links", function () {
	this.timeout(120_000);
	let permitted: Stage;
	let inner: string;
	let address: string;
	// Only the first address is permitted: the second stands for a network behind it.
	const site = startSite(() => `${inner}/secret`);
	const secret = startSite(() => "");

	before(async () => {
		address = await addressOf(site.server, "127.0.0.1");
		inner = await addressOf(secret.server, "127.0.0.2");
		permitted = await startStage({ environment: { OUTGOING_PRIVATE: "127.0.0.1/32" } });
	});
	after(async () => {
		await permitted?.api.stop();
		for (const { server } of [site, secret]) {
			server.closeAllConnections();
			server.close();
		}
	});

	const broken = async (itemId: string) =>
		(
			await permitted.findings(
				`filter[itemId]=${itemId}&filter[rule]=link/broken&filter[state]=open`
			)
		).map(({ passage, message }: Finding) => `${passage} ${message}`);
	const makeWith = (...paths: string[]) =>
		permitted.make({
			body: paths
				.map(path => `See [the ${path.slice(1)} page](${address}${path}).`)
				.join("\n\n")
		});

	it("are not tried unless somebody asks for it", async () => {
		const itemId = await makeWith("/page", "/gone");
		await permitted.check({ itemId });
		expect(site.asked).to.deep.equal([]);
		expect(await broken(itemId)).to.deep.equal([]);
	});

	it("are broken when nothing is there; not so where a sign-in is asked for, or much comes", async () => {
		const itemId = await makeWith("/page", "/gone", "/private", "/large");
		await permitted.check({ itemId, links: true });
		expect([...site.asked].sort()).to.deep.equal(["/gone", "/large", "/page", "/private"]);
		const [found, ...more] = await broken(itemId);
		expect(more).to.deep.equal([]);
		expect(found).to.include("/gone").and.to.include("404");
	});

	it("come to an end when a site never answers", async () => {
		const itemId = await makeWith("/silent");
		await permitted.check({ itemId, links: true });
		expect((await broken(itemId)).join()).to.include("/silent");
	});

	it("lead into no network of this machine, by themselves, by a detour or by a name", async () => {
		const { port } = new URL(inner);
		const addresses = [
			`${inner}/direct`,
			`${address}/away`,
			`http://localhost:${port}/name`,
			`http://[::1]:${port}/six`,
			"http://169.254.169.254/latest/meta-data"
		];
		const body = addresses.map(each => `See [this page of ours](${each}).`).join("\n\n");
		const itemId = await permitted.make({ body });
		const done = await permitted.check({ itemId, links: true });
		expect(done.failures).to.deep.equal([]);
		expect(secret.asked).to.deep.equal([]);
		expect(await broken(itemId)).to.have.length(addresses.length);
	});
});

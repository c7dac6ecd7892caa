/** No route takes a field that it does not know, or that only the server sets: each is refused by its name. */
import { expect } from "chai";
import { routesOf, type ListedService, type Route } from "../../services/gateway/routes.ts";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

interface Refusal {
	code: string;
	errors?: { pointer: string; message: string }[];
}

const READ_ONLY = ["id", "_id", "rev", "createdAt", "updatedAt"];
const ID = "65f0c0ffee65f0c0ffee65f0";

/** What no path names of itself, so that the route's own checks are reached. */
function addressOf({ path }: Route) {
	return `/${path.replace(/:name\b/, "projects").replace(/:\w+/g, ID)}`;
}

function hasBody({ method, type }: Route) {
	return ["POST", "PUT", "PATCH"].includes(method) && type !== "stream";
}

describe("mass assignment", () => {
	let api: TestKernel;
	let admin: Client;
	let routes: Route[];

	before(async () => {
		api = await startTestKernel({ plugins: ["projects", "exercises"] });
		admin = await api.as("admin");
		const services = api.kernel.broker.registry.getServiceList({
			withActions: true,
			grouping: true
		});
		routes = routesOf(services as unknown as ListedService[]).filter(hasBody);
	});
	after(() => api?.stop());

	/** Sends a field, as JSON or as a form, as the route takes it. */
	function sendField(route: Route, name: string, value: unknown) {
		const body = route.type === "multipart" ? new FormData() : { [name]: value };
		if (body instanceof FormData) body.set(name, String(value));
		return admin.send<Refusal>(route.method, addressOf(route), body);
	}

	const pointersIn = ({ errors = [] }: Refusal) => errors.map(({ pointer }) => pointer);

	it("with a field that is unknown is refused by every route that takes a body", async () => {
		expect(routes.length).to.be.above(30);
		const wrong: string[] = [];
		for (const route of routes) {
			const { status, body } = await sendField(route, "isAdmin", true);
			const named = pointersIn(body).some(pointer => /^\/?isAdmin$/.test(pointer));
			if (status !== 400 || !named)
				wrong.push(`${route.method} ${route.path}: ${status} ${JSON.stringify(body)}`);
		}
		expect(wrong).to.deep.equal([]);
	});

	for (const name of ["__proto__", "constructor", "prototype"]) {
		it(`with ${name} is refused by every route that takes a body`, async () => {
			for (const route of routes) {
				const form = new FormData();
				form.set(`${name}[isAdmin]`, "true");
				const body = route.type === "multipart" ? form : `{"${name}":{"isAdmin":true}}`;
				const { status, text } = await admin.send(
					route.method,
					addressOf(route),
					body,
					body === form ? {} : { "content-type": "application/json" }
				);
				expect(status, `${route.method} ${route.path}`).to.equal(400);
				expect(text).to.contain(name);
			}
			expect(({} as { isAdmin?: boolean }).isAdmin).to.equal(undefined);
		});
	}

	it("with what only the server sets is refused by every collection", async () => {
		const collections = routes.filter(({ action }) =>
			/\.(create|update|replace)$/.test(action)
		);
		expect(collections.length).to.be.above(10);
		for (const route of collections) {
			for (const field of READ_ONLY) {
				// An id in the address may be repeated, and a change may say what it is based on.
				if (field === "id" && route.path.endsWith(":id")) continue;
				if (field === "rev" && !route.action.endsWith(".create")) continue;
				const { status, body } = await sendField(route, field, "x");
				const what = `${route.method} ${route.path} ${field}`;
				expect(status, what).to.equal(400);
				expect(pointersIn(body), what).to.include(`/${field}`);
			}
		}
	});

	const owned: [what: string, path: string, body: Record<string, unknown>, pointer: string][] = [
		["an owner", "/projects", { name: "Mine", ownerId: ID }, "/ownerId"],
		[
			"a role",
			"/auth/register",
			{ email: "x@lyceum.test", password: "Wren-42-Lantern", roles: ["admin"] },
			"/roles"
		],
		[
			"a state",
			"/auth/register",
			{ email: "x@lyceum.test", password: "Wren-42-Lantern", isActive: true },
			"/isActive"
		]
	];
	for (const [what, path, body, pointer] of owned) {
		it(`with ${what} of one's own choice is refused at ${path}, and nothing is made`, async () => {
			const ann = await api.as("ann");
			const caller = path.startsWith("/auth") ? api.guest : ann;
			api.events.length = 0;
			const { status, body: answer } = await caller.post<Refusal>(path, body);
			expect(status).to.equal(400);
			expect(pointersIn(answer)).to.include(pointer);
			expect(api.events.filter(event => event.endsWith(".created"))).to.deep.equal([]);
		});
	}

	it("with a right or a plan is refused in one's own profile", async () => {
		const ann = await api.as("ann");
		for (const field of ["roles", "isActive", "plan", "email", "emailVerified"]) {
			const { status, body } = await ann.patch<Refusal>("/auth/me", { [field]: ["admin"] });
			expect(status, field).to.equal(400);
			expect(pointersIn(body), field).to.include(`/${field}`);
		}
	});
});

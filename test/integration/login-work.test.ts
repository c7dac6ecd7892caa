/**
 * A refused login does the same work whatever the reason, so that its time tells nothing: the same passwords are
 * compared at the same cost, and the same is asked of the store. `npm run bench:login-timing` measures the time.
 */
import { expect } from "chai";
import type { CommandStartedEvent } from "mongodb";
import { Piscina } from "piscina";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

const COST = 12;
const ACCOUNTS = new Set(["users", "credentials", "lockouts", "sessions"]);

interface Work {
	status: number;
	code: unknown;
	/** The cost of each comparison of a password. */
	compared: number[];
	/** What was asked of the store about accounts, in its order. */
	asked: string[];
}

describe("a refused login", function () {
	this.timeout(60_000);
	let lyceum: TestKernel;
	let addresses = 0;
	/** What a wrong password for an account that is there takes. */
	let wrong: Work;

	before(async () => {
		lyceum = await startTestKernel({ environment: { TRUST_PROXY: "loopback" } });
		await lyceum.as("known");
		const admin = await lyceum.as("admin");
		const { id } = await lyceum.as("disabled");
		await admin.patch(`/users/${id}`, { isActive: false });
		await admin.post("/users", { email: "without@lyceum.test", username: "without" });
		wrong = await tryToSignIn({ email: "known@lyceum.test" });
	});
	after(() => lyceum?.stop());

	/** Tries once from a new address, and watches what is done for it. */
	async function tryToSignIn(body: Record<string, string>): Promise<Work> {
		const compared: number[] = [];
		const asked: string[] = [];
		const release = [watchPasswords(compared), watchStore(asked)];
		try {
			const from = { "x-forwarded-for": `198.51.100.${++addresses}` };
			const answer = await lyceum.guest.post(
				"/auth/login",
				{ password: "Wrong-42-Lantern", ...body },
				from
			);
			return { status: answer.status, code: answer.body.code, compared, asked };
		} finally {
			release.forEach(stop => stop());
		}
	}

	/** Notes what is asked of the store about accounts. */
	function watchStore(asked: string[]): () => void {
		const client = lyceum.kernel.runtime.connection.getClient();
		const note = ({ commandName, command }: CommandStartedEvent) => {
			const collection = String(command[commandName]);
			if (ACCOUNTS.has(collection)) asked.push(`${commandName} ${collection}`);
		};
		client.on("commandStarted", note);
		return () => void client.off("commandStarted", note);
	}

	const refusals: [what: string, body: Record<string, string>][] = [
		["an address that nobody has", { email: "nobody@lyceum.test" }],
		["a user name that nobody has", { username: "nobody" }],
		["the wrong password of a disabled account", { email: "disabled@lyceum.test" }],
		["an account without a password", { username: "without" }],
		["a name that is no address", { username: "$ne" }],
		["a password longer than any", { email: "nobody@lyceum.test", password: "x".repeat(5000) }]
	];
	for (const [what, body] of refusals) {
		it(`takes the work of a wrong password for ${what}`, async () => {
			expect(wrong.code).to.equal("AUTH_INVALID_CREDENTIALS");
			expect(wrong.compared).to.deep.equal([COST]);
			expect(wrong.asked).to.include.members(["find users", "find credentials"]);
			expect(await tryToSignIn(body)).to.deep.equal(wrong);
		});
	}

	it("differs from one that is let in, so that the tests above can fail", async () => {
		const right = await tryToSignIn({
			email: lyceum.config.adminEmail!,
			password: lyceum.config.adminPassword!
		});
		expect([right.status, right.compared]).to.deep.equal([200, [COST]]);
		expect(right.asked).to.include("insert sessions");
	});
});

/** Notes the cost of every password that the workers are given to compare; the work goes on as it is. */
function watchPasswords(compared: number[]): () => void {
	const { prototype } = Piscina;
	const original = Object.getOwnPropertyDescriptor(prototype, "run")!;
	const run = original.value as (...all: unknown[]) => Promise<unknown>;
	const noting = function (this: Piscina, ...all: unknown[]) {
		const { kind, hash } = all[0] as { kind: string; hash?: string };
		if (kind === "compare") compared.push(Number(hash!.split("$")[2]));
		return run.apply(this, all);
	};
	Object.defineProperty(prototype, "run", { ...original, value: noting });
	return () => void Object.defineProperty(prototype, "run", original);
}

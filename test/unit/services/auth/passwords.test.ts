import { availableParallelism } from "node:os";
import { expect } from "chai";
import { Passwords } from "../../../../services/auth/passwords.ts";

describe("passwords", function () {
	this.timeout(60_000);
	const passwords = new Passwords();
	after(() => passwords.close());

	it("match their hash of cost 12 and nothing else", async () => {
		const hash = await passwords.hash("Wren-42-Lantern");
		expect(hash).to.match(/^\$2b\$12\$/);
		expect(await passwords.matches("Wren-42-Lantern", hash)).to.equal(true);
		expect(await passwords.matches("Wren-42-lantern", hash)).to.equal(false);
	});

	it("count beyond the 72 bytes that bcrypt reads", async () => {
		const long = `Aa1!${"é".repeat(60)}`;
		const hash = await passwords.hash(`${long}x`);
		expect(await passwords.matches(`${long}y`, hash)).to.equal(false);
	});

	it("are the same in another Unicode form", async () => {
		const hash = await passwords.hash("Stra\u00dfe-Caf\u00e9-7");
		expect(await passwords.matches("Stra\u00dfe-Cafe\u0301-7", hash)).to.equal(true);
	});

	it("match no missing hash", async () => {
		expect(await passwords.matches("Wren-42-Lantern", null)).to.equal(false);
	});

	it("are refused with AUTH_BUSY once too many wait, and all others are answered", async () => {
		const burst = 20 * availableParallelism();
		const outcomes = await Promise.allSettled(
			Array.from({ length: burst }, () => passwords.matches("Wren-42-Lantern", null))
		);
		const refused = outcomes.filter(
			({ status }) => status === "rejected"
		) as PromiseRejectedResult[];
		expect(refused.length).to.be.within(1, burst - 1);
		for (const { reason } of refused)
			expect(reason).to.include({ type: "AUTH_BUSY", code: 429 });
	});

	it("are hashed again after the workers were ended", async () => {
		await passwords.close();
		await passwords.close();
		expect(await passwords.hash("Wren-42-Lantern")).to.match(/^\$2b\$/);
	});
});

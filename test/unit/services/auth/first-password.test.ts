import { compareSync } from "bcryptjs";
import { expect } from "chai";
import {
	beginFirstPassword,
	firstPassword,
	takeBegunHash
} from "../../../../services/auth/first-password.ts";
import { condense } from "../../../../services/auth/password-pool.ts";

describe("the first administrator's password", function () {
	this.timeout(60_000);

	it("is drawn, and its hash is given once, to who names it", async () => {
		beginFirstPassword(null);
		const password = firstPassword();
		expect(takeBegunHash(`${password}x`)).to.equal(undefined);
		const hash = await takeBegunHash(password);
		expect(compareSync(condense(password), hash!)).to.equal(true);
		expect(takeBegunHash(password)).to.equal(undefined);
		expect(firstPassword()).not.to.equal(password);
	});

	it("comes from the settings when it is there", async () => {
		beginFirstPassword("Wren-42-Lantern");
		const hash = await takeBegunHash("Wren-42-Lantern");
		expect(compareSync(condense("Wren-42-Lantern"), hash!)).to.equal(true);
	});

	it("is not hashed when it breaks the rules", () => {
		beginFirstPassword("weakness");
		expect(takeBegunHash("weakness")).to.equal(undefined);
	});
});

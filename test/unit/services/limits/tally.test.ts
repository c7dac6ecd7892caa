import { expect } from "chai";
import type { Quota } from "../../../../services/limits/quota.ts";
import { Tally } from "../../../../services/limits/tally.ts";

const address: Quota = { name: "address", kind: "address", points: 1000, seconds: 60 };
const user: Quota = { name: "user", kind: "user", points: 100, seconds: 60 };

describe("the headers of limits", () => {
	it("are none when nothing was counted", () => {
		expect(new Tally().headers()).to.deep.equal({});
	});

	it("name each limit with what is left, the closest first", () => {
		const tally = new Tally();
		tally.note(address, 998, 60);
		expect(tally.headers()).to.deep.equal({
			"RateLimit-Policy": '"address";q=1000;w=60',
			RateLimit: '"address";r=998;t=60'
		});
		tally.note(user, 87, 12);
		expect(tally.headers()).to.deep.equal({
			"RateLimit-Policy": '"user";q=100;w=60, "address";q=1000;w=60',
			RateLimit: '"user";r=87;t=12, "address";r=998;t=60'
		});
	});
});

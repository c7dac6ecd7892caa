import { expect } from "chai";
import { Releases } from "../../../../services/kernel/releases.ts";

describe("releases", () => {
	it("run once, the last first, also behind one that fails and one that never ends", async () => {
		const releases = new Releases(20);
		const released: string[] = [];
		releases.add("Closing the first", () => released.push("first"));
		releases.add("Closing what hangs", () => new Promise(() => undefined));
		releases.add("Closing what fails", () => {
			released.push("fails");
			throw new Error("it is gone already");
		});
		releases.add("Closing the last", async () => released.push("last"));
		const [one, two] = await Promise.allSettled([releases.run(), releases.run()]);
		expect(released).to.deep.equal(["last", "fails", "first"]);
		expect(one).to.deep.equal(two);
		expect((one as PromiseRejectedResult).reason.message).to.equal("it is gone already");
	});

	it("say what hangs", async () => {
		const releases = new Releases(20);
		releases.add("Closing the store", () => new Promise(() => undefined));
		const [ended] = await Promise.allSettled([releases.run()]);
		expect((ended as PromiseRejectedResult).reason.message).to.equal(
			"Closing the store took longer than 0.02 s"
		);
	});
});

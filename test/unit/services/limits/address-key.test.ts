import { expect } from "chai";
import { addressKey } from "../../../../services/limits/address-key.ts";

describe("what an address is counted as", () => {
	const cases: [address: string, key: string][] = [
		["198.51.100.7", "198.51.100.7"],
		["::ffff:198.51.100.7", "198.51.100.7"],
		["::FFFF:198.51.100.7", "198.51.100.7"],
		["2001:db8:0:1::5", "2001:db8:0:1::/64"],
		["2001:DB8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:1::/64"],
		["2001:0db8:0000:0001::5", "2001:db8:0:1::/64"],
		["2001:db8::1", "2001:db8:0:0::/64"],
		["2001:db8:0:0:1::", "2001:db8:0:0::/64"],
		["::1", "0:0:0:0::/64"],
		["fe80::1%eth0", "fe80:0:0:0::/64"],
		["64:ff9b::198.51.100.7", "64:ff9b:0:0::/64"],
		["", ""]
	];
	for (const [address, key] of cases)
		it(`${address || "none"} → ${key || "none"}`, () => {
			expect(addressKey(address)).to.equal(key);
		});

	it("is short, whatever a proxy calls its client", () => {
		for (const text of ["x".repeat(10_000), ":".repeat(10_000), "a:".repeat(5000)])
			expect(addressKey(text).length).to.be.below(60);
	});
});

import { expect } from "chai";
import { addressTest } from "../../../../../services/kernel/outgoing/networks.ts";

const PUBLIC = [
	"1.1.1.1",
	"8.8.8.8",
	"11.0.0.1",
	"100.63.255.255",
	"100.128.0.1",
	"126.255.255.255",
	"128.0.0.1",
	"169.253.255.255",
	"172.15.255.255",
	"172.32.0.1",
	"192.167.1.1",
	"198.17.255.255",
	"223.255.255.255",
	"2606:4700:4700::1111",
	"2a00:1450:4001:80b::200e",
	"2001:4860:4860::8888"
];

const REFUSED: [address: string, what: string][] = [
	["0.0.0.0", "this host"],
	["0.1.2.3", "this network"],
	["10.0.0.1", "private"],
	["10.255.255.255", "private"],
	["100.64.0.1", "shared by a provider's customers"],
	["100.127.255.255", "shared by a provider's customers"],
	["127.0.0.1", "loopback"],
	["127.255.255.254", "loopback"],
	["169.254.169.254", "link-local, where clouds keep metadata"],
	["172.16.0.1", "private"],
	["172.31.255.255", "private"],
	["192.0.0.1", "IETF protocols"],
	["192.0.2.1", "documentation"],
	["192.168.0.1", "private"],
	["198.18.0.1", "benchmarks"],
	["198.51.100.7", "documentation"],
	["203.0.113.9", "documentation"],
	["224.0.0.1", "multicast"],
	["239.255.255.255", "multicast"],
	["240.0.0.1", "reserved"],
	["255.255.255.255", "broadcast"],
	["::", "unspecified"],
	["::1", "loopback"],
	["::ffff:127.0.0.1", "IPv4-mapped"],
	["::ffff:7f00:1", "IPv4-mapped"],
	["::ffff:8.8.8.8", "IPv4-mapped"],
	["::127.0.0.1", "IPv4-compatible"],
	["64:ff9b::7f00:1", "NAT64"],
	["64:ff9b:1::7f00:1", "local NAT64"],
	["100::1", "discard"],
	["2001::1", "Teredo"],
	["2001:db8::1", "documentation"],
	["2002:7f00:1::", "6to4"],
	["3fff::1", "documentation"],
	["5f00::1", "segment routing"],
	["fc00::1", "unique local"],
	["fd12:3456::1", "unique local"],
	["fe80::1", "link-local"],
	["fec0::1", "site-local"],
	["ff02::1", "multicast"]
];

describe("networks that may be called", () => {
	for (const address of PUBLIC) {
		it(`hold ${address}`, () => expect(addressTest([])(address)).to.equal(true));
	}
	for (const [address, what] of REFUSED) {
		it(`do not hold ${address}: ${what}`, () =>
			expect(addressTest([])(address)).to.equal(false));
	}

	it("hold those that a setting permits, and no others", () => {
		const mayCall = addressTest(["loopback", "10.1.0.0/16", "192.168.7.7", "fd00::/16"]);
		for (const address of ["127.0.0.1", "::1", "10.1.2.3", "192.168.7.7", "fd00:0:1::1"])
			expect(mayCall(address), address).to.equal(true);
		for (const address of ["10.2.0.1", "192.168.7.8", "fd01::1", "169.254.169.254"])
			expect(mayCall(address), address).to.equal(false);
	});
});

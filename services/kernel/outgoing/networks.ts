/** Which addresses are everybody's internet, and which belong to this machine, its network or nobody. */
import { BlockList, isIPv6 } from "node:net";

/** IANA's special-purpose registries: this host, private, shared, link-local, documentation, multicast, reserved. */
const SPECIAL_V4 = [
	"0.0.0.0/8",
	"10.0.0.0/8",
	"100.64.0.0/10",
	"127.0.0.0/8",
	"169.254.0.0/16",
	"172.16.0.0/12",
	"192.0.0.0/24",
	"192.0.2.0/24",
	"192.88.99.0/24",
	"192.168.0.0/16",
	"198.18.0.0/15",
	"198.51.100.0/24",
	"203.0.113.0/24",
	"224.0.0.0/4",
	"240.0.0.0/4"
];

/** Parts of 2000::/3 that lead elsewhere: IETF protocols with Teredo, documentation, 6to4. */
const SPECIAL_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const LOOPBACK = ["127.0.0.0/8", "::1/128"];

const specialV4 = blockListOf(SPECIAL_V4);
const specialV6 = blockListOf(SPECIAL_V6);
const globalV6 = blockListOf(["2000::/3"]);

/** Tells whether an address may be called; `permitted` are networks that may be although they are private. */
export type MayCall = (address: string) => boolean;

/** Makes the test; `permitted` holds addresses, networks and `loopback`, as `OUTGOING_PRIVATE` does. */
export function addressTest(permitted: string[]): MayCall {
	const open = blockListOf(permitted.flatMap(entry => (entry === "loopback" ? LOOPBACK : entry)));
	return address => isPublic(address) || open.check(address, familyOf(address));
}

/** All of IPv6 but its global part is refused: what maps, translates or tunnels IPv4 lies outside of it. */
function isPublic(address: string): boolean {
	if (!isIPv6(address)) return !specialV4.check(address, "ipv4");
	return globalV6.check(address, "ipv6") && !specialV6.check(address, "ipv6");
}

function blockListOf(networks: string[]): BlockList {
	const list = new BlockList();
	for (const network of networks) {
		const [address = "", bits] = network.split("/");
		const family = familyOf(address);
		if (bits === undefined) list.addAddress(address, family);
		else list.addSubnet(address, Number(bits), family);
	}
	return list;
}

function familyOf(address: string) {
	return isIPv6(address) ? "ipv6" : "ipv4";
}

/** What an address is counted as. */

/** Whoever has one address of IPv6 has a whole network of this size. */
const GROUPS_OF_NETWORK = 4;
const GROUPS = 8;

/** What a proxy writes need not be an address; nothing longer than the longest is kept. */
const MAX_LENGTH = 45;

const IPV4_IN_IPV6 = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/** `198.51.100.7` as it is, also within IPv6; `2001:db8:0:1::5` as its network, `2001:db8:0:1::/64`. */
export function addressKey(address: string): string {
	if (!address.includes(":")) return address.slice(0, MAX_LENGTH);
	const [, inner] = IPV4_IN_IPV6.exec(address) ?? [];
	return inner ?? networkOf(address.slice(0, MAX_LENGTH).toLowerCase());
}

function networkOf(address: string) {
	const [head = "", tail] = address.split("%", 1)[0]!.split("::");
	const before = head === "" ? [] : head.split(":");
	const after = tail ? tail.split(":") : [];
	const left = tail === undefined ? 0 : Math.max(0, GROUPS - before.length - after.length);
	const groups = [...before, ...Array<string>(left).fill("0"), ...after];
	const network = groups.slice(0, GROUPS_OF_NETWORK).map(withoutZeros);
	return `${network.join(":")}::/64`;
}

/** The same network may be written in several ways. */
function withoutZeros(group: string) {
	return group.replace(/^0+(?=.)/, "");
}

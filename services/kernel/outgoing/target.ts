/** Where a call may go: its address is read as a browser reads it, its host is permitted, its network is public. */
import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
import { errors } from "./errors.ts";
import type { MayCall } from "./networks.ts";

/** Finds all addresses of a host. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

export interface Target {
	url: URL;
	/** The addresses that were checked: the connection goes to one of them, whatever the name says by then. */
	addresses: LookupAddress[];
}

export interface Limits {
	/** Hosts that may be called, e.g. `api.example.org`, `*.example.org`, `localhost:8080`, `*`; null for all. */
	hosts: string[] | null;
	mayCall: MayCall;
	resolve: Resolve;
}

/** Reads and checks an address; throws what is wrong with it. */
export async function targetOf(address: string | URL, limits: Limits): Promise<Target> {
	const url = readAddress(address);
	if (limits.hosts && !limits.hosts.some(host => isHost(host, url)))
		throw errors.HOST_REFUSED({ host: url.host, hosts: limits.hosts });
	const addresses = await addressesOf(url, limits.resolve);
	if (!addresses.every(({ address: found }) => limits.mayCall(found)))
		throw errors.NETWORK_REFUSED({ host: url.host });
	return { url, addresses };
}

function readAddress(address: string | URL): URL {
	if (!URL.canParse(String(address))) throw badAddress(address, "an address such as https://…");
	const url = new URL(address);
	if (url.protocol !== "https:" && url.protocol !== "http:")
		throw badAddress(url.protocol, "an address that begins with https:// or http://");
	if (url.username !== "" || url.password !== "")
		throw badAddress(url.host, "an address without a name and a password in it");
	return url;
}

/** The permitted host without a port means the usual one of the protocol. */
function isHost(permitted: string, { hostname, port }: URL): boolean {
	if (permitted === "*") return true;
	const [, name = "", wantedPort = ""] = /^(.*?)(?::(\d+))?$/.exec(permitted.toLowerCase()) ?? [];
	const isUsual = (number: string) => number === "" || number === "80" || number === "443";
	if (port !== wantedPort && !(isUsual(wantedPort) && port === "")) return false;
	// `example.org.` is the same host, written to the end.
	const host = hostname.replace(/\.$/, "");
	return name.startsWith("*.") ? host.endsWith(name.slice(1)) : host === name;
}

async function addressesOf({ hostname, host }: URL, resolve: Resolve): Promise<LookupAddress[]> {
	const literal = hostname.replace(/^\[|\]$/g, "");
	const family = isIP(literal);
	if (family !== 0) return [{ address: literal, family }];
	const found = await resolve(literal).catch(error => {
		throw errors.UNREACHABLE({ host }, error);
	});
	if (found.length === 0) throw errors.UNREACHABLE({ host });
	return found;
}

function badAddress(address: string | URL, expected: string) {
	return errors.BAD_ADDRESS({ address: String(address).slice(0, 100), expected });
}

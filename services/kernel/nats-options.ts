/** `NATS_URL` as the client takes it: hosts, and a name and password that may hold any character. */

export interface NatsOptions {
	servers: string[];
	user?: string;
	pass?: string;
	tls?: object;
}

/** Reads one address, or several of a cluster separated by commas; the first says who asks. */
export function natsOptions(urls: string): NatsOptions {
	const all = urls.split(",").map(url => new URL(url));
	const [{ username, password, protocol }] = all as [URL];
	return {
		servers: all.map(({ host }) => host),
		...(username !== "" && {
			user: decodeURIComponent(username),
			pass: decodeURIComponent(password)
		}),
		...(protocol === "tls:" && { tls: {} })
	};
}

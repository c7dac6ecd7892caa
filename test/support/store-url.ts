/** Addresses of stores, as drivers take them. */

/** The same store, another database. */
export function databaseUrl(storeUrl: string, database: string): string {
	const url = parse(storeUrl);
	url.pathname = `/${database}`;
	// Without it the driver would look for its user in that database.
	if (url.username !== "" && !url.searchParams.has("authSource"))
		url.searchParams.set("authSource", "admin");
	return print(url);
}

/** Where a proxy has to go for a store. */
export function hostOf(storeUrl: string): { hostname: string; port: number } {
	const { hostname, port } = parse(storeUrl);
	return { hostname, port: Number(port) };
}

/** The same database through a proxy on this machine; the driver does not look for the store's own address then. */
export function urlThroughProxy(storeUrl: string, port: number): string {
	const url = parse(storeUrl);
	url.port = String(port);
	url.searchParams.delete("replicaSet");
	url.searchParams.set("directConnection", "true");
	return print(url);
}

/** Of other protocols than its own Node does not let a path or a port be set. */
function parse(url: string): URL {
	return new URL(url.replace(/^mongodb:/, "http:"));
}

function print(url: URL): string {
	return url.href.replace(/^http:/, "mongodb:");
}

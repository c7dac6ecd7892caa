/** `S3_URL`: `https://<key>:<secret>@<host>[:port]/<bucket>[/<prefix>][?region=…]`. */

export interface S3Address {
	endpoint: string;
	accessKeyId: string;
	secretAccessKey: string;
	bucket: string;
	/** Stands before every key; empty, or with a slash at its end. */
	prefix: string;
	region: string;
}

const SEGMENT = /^[\w.-]+$/;

/** Reads the address; null when it is not of that form. */
export function readS3Address(text: string): S3Address | null {
	if (!URL.canParse(text)) return null;
	const { protocol, host, username, password, pathname, searchParams, hash } = new URL(text);
	const [bucket = "", ...prefix] = pathname.slice(1).replace(/\/$/, "").split("/");
	const isKnown = [...searchParams.keys()].every(name => name === "region");
	const isWhole =
		/^https?:$/.test(protocol) &&
		[bucket, ...prefix].every(segment => SEGMENT.test(segment) && !/^\.+$/.test(segment));
	if (!isWhole || !isKnown || hash !== "" || username === "" || password === "") return null;
	return {
		endpoint: `${protocol}//${host}`,
		accessKeyId: decodeURIComponent(username),
		secretAccessKey: decodeURIComponent(password),
		bucket,
		prefix: prefix.length === 0 ? "" : `${prefix.join("/")}/`,
		region: searchParams.get("region") ?? "us-east-1"
	};
}

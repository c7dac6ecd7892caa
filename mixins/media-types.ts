/** Media types by name: what is called differently, what is text, what lies in a ZIP archive. */

const ALIASES: Record<string, string> = {
	"image/jpg": "image/jpeg",
	"image/pjpeg": "image/jpeg",
	"application/x-gzip": "application/gzip",
	"application/x-zip-compressed": "application/zip",
	"audio/x-wav": "audio/wav",
	"audio/mp3": "audio/mpeg",
	"text/xml": "application/xml",
	"application/javascript": "text/javascript",
	"application/x-javascript": "text/javascript"
};

const TEXT = /^(?:text\/|application\/(?:json|x-ndjson|yaml|toml|sql)$)|\+json$/;
const ZIP_BASED =
	/\+zip$|^application\/vnd\.(?:openxmlformats-officedocument|oasis\.opendocument)\./;
const XML_BASED = /\+xml$/;

/** What programs send when they do not know the type. */
const UNKNOWN = new Set(["", "application/octet-stream"]);

/** The type without parameters, under its usual name. */
export function canonicalType(mediaType: string): string {
	const name = mediaType.split(";", 1)[0]!.trim().toLowerCase();
	return ALIASES[name] ?? name;
}

/** Tells whether a type says nothing about the content. */
export function isUnknown(mediaType: string): boolean {
	return UNKNOWN.has(mediaType);
}

/** Tells whether content of the type is text, which has no mark to be known by. */
export function isTextType(mediaType: string): boolean {
	return TEXT.test(mediaType);
}

/** Tells whether content that is known as `found` may be of the more special type `claimed`. */
export function isSpecialCase(claimed: string, found: string): boolean {
	if (found === "application/zip") return ZIP_BASED.test(claimed);
	return found === "application/xml" && XML_BASED.test(claimed) && claimed !== "image/svg+xml";
}

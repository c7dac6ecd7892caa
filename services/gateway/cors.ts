/** CORS by setting: the origins in `CORS_ORIGINS`, none by default. */
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";

const EXPOSED =
	"ETag, Link, Location, Retry-After, X-Correlation-ID, X-Process-Time, X-Request-ID, X-Total-Count, X-CSRF-Token, Idempotent-Replayed, RateLimit, RateLimit-Policy, Accept-Ranges, Content-Disposition, Content-Location, Content-Range, Tus-Extension, Tus-Max-Size, Tus-Resumable, Tus-Version, Upload-Expires, Upload-Length, Upload-Offset";
const ALLOWED_HEADERS =
	"Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, X-API-Key, X-CSRF-Token, X-Request-ID, X-Correlation-ID, Last-Event-ID, If-Range, Range, Tus-Resumable, Upload-Checksum, Upload-Length, Upload-Metadata, Upload-Offset";
const ALLOWED_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
const PREFLIGHT_SECONDS = 600;

/** The CORS headers for a request; no permission for one without an origin or from one that is not allowed. */
export function corsHeaders({ headers }: IncomingMessage, origins: string[]): OutgoingHttpHeaders {
	const { origin } = headers;
	if (origins.length === 0) return {};
	if (origins.includes("*"))
		return { "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": EXPOSED };
	// A cache must not show one origin the answer to another, nor to a request without one.
	if (origin === undefined || !origins.includes(origin)) return { Vary: "Origin" };
	return {
		"Access-Control-Allow-Origin": origin,
		// Cookies are for named origins alone.
		"Access-Control-Allow-Credentials": "true",
		"Access-Control-Expose-Headers": EXPOSED,
		Vary: "Origin"
	};
}

/** The headers that answer a preflight, beside `corsHeaders`. */
export function preflightHeaders(): OutgoingHttpHeaders {
	return {
		"Access-Control-Allow-Methods": ALLOWED_METHODS,
		"Access-Control-Allow-Headers": ALLOWED_HEADERS,
		"Access-Control-Max-Age": PREFLIGHT_SECONDS
	};
}

/** The headers that every response carries, worked out by helmet once. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import helmet from "helmet";

const YEAR_SECONDS = 31_536_000;

/** What a page of ours could ask a browser for, and none does. */
const REFUSED_FEATURES = [
	"accelerometer",
	"camera",
	"display-capture",
	"geolocation",
	"gyroscope",
	"microphone",
	"midi",
	"payment",
	"usb"
];

/** The headers for an API behind `publicUrl`; HSTS only where clients come by HTTPS. */
export function securityHeaders(publicUrl: string | null): OutgoingHttpHeaders {
	const https = publicUrl?.startsWith("https:") ?? false;
	const headers = capture(
		helmet({
			contentSecurityPolicy: {
				useDefaults: false,
				directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] }
			},
			crossOriginResourcePolicy: { policy: "same-site" },
			frameguard: { action: "deny" },
			hsts: https && { maxAge: YEAR_SECONDS, includeSubDomains: true },
			referrerPolicy: { policy: "no-referrer" }
		})
	);
	const features = REFUSED_FEATURES.map(feature => `${feature}=()`).join(", ");
	return { ...headers, "Permissions-Policy": features };
}

type Helmet = ReturnType<typeof helmet>;

/** Runs the middleware on a response that only notes its headers. */
function capture(middleware: Helmet): OutgoingHttpHeaders {
	const headers: OutgoingHttpHeaders = {};
	const note = {
		setHeader: (name: string, value: string) => (headers[name] = value),
		removeHeader: (name: string) => delete headers[name]
	};
	middleware({} as IncomingMessage, note as unknown as ServerResponse, () => {});
	return headers;
}

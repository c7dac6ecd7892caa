/** The headers that every response carries, worked out by helmet once. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import helmet from "helmet";

const HALF_YEAR_SECONDS = 15_552_000;

/** The headers for an API behind `publicUrl`; HSTS only where clients come by HTTPS. */
export function securityHeaders(publicUrl: string | null): OutgoingHttpHeaders {
	const https = publicUrl?.startsWith("https:") ?? false;
	return capture(
		helmet({
			contentSecurityPolicy: {
				useDefaults: false,
				directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] }
			},
			crossOriginResourcePolicy: { policy: "same-site" },
			frameguard: { action: "deny" },
			hsts: https && { maxAge: HALF_YEAR_SECONDS, includeSubDomains: true },
			referrerPolicy: { policy: "no-referrer" }
		})
	);
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

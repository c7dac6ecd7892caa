/** The ways to show who calls. A service adds its own in its metadata, as `securitySchemes`. */
import type { SecuritySchemeObject } from "openapi3-ts/oas31";

export type SecuritySchemes = Record<string, SecuritySchemeObject>;

/** What every kernel takes. */
export const SECURITY_SCHEMES: SecuritySchemes = {
	bearer: {
		type: "http",
		scheme: "bearer",
		bearerFormat: "JWT",
		description: "The access token that signing in answers: `Authorization: Bearer …`"
	},
	apiKey: {
		type: "apiKey",
		in: "header",
		name: "X-API-Key",
		description:
			"A key of `POST /api-keys`, within its scopes: `<service>.read` for what only reads, `<service>.write` for the rest"
	},
	cookie: {
		type: "apiKey",
		in: "cookie",
		name: "auth_token",
		description:
			"The cookie that signing in sets. What changes something also needs the value of the cookie `csrf_token`, as `X-CSRF-Token`"
	}
};

/** The kernel's schemes and those that the services bring, by name. */
export function securitySchemesOf(
	services: { metadata?: { securitySchemes?: SecuritySchemes } }[]
): SecuritySchemes {
	const brought = services.map(({ metadata }) => metadata?.securitySchemes);
	const all = Object.assign({}, SECURITY_SCHEMES, ...brought) as SecuritySchemes;
	return Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)));
}

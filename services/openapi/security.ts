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

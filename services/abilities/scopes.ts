/** Scopes: what an API key is limited to, `<service>.read` and `<service>.write`. */
import type { Action } from "../../mixins/index.ts";
import { routesOf, type ListedService } from "../gateway/routes.ts";

/** What belongs to a person alone: with it, or with a link that is in a mail, a key could make itself more than it is. */
const PERSONAL = new Set(["auth", "sessions", "apiKeys", "mail"]);

/** The scope that an action of a service asks for; null for what no key may do. */
export function keyScopeOf(service: string, action: Pick<Action, "can" | "rest">): string | null {
	if (PERSONAL.has(service)) return null;
	return `${service}.${onlyReads(action) ? "read" : "write"}`;
}

/** Every scope of what runs at this moment. */
export function scopesOf(services: ListedService[]): string[] {
	const scopes = routesOf(services)
		.filter(({ declaration }) => declaration.can !== "public")
		.map(({ service, declaration }) => keyScopeOf(service, declaration))
		.filter(scope => scope !== null);
	return [...new Set(scopes)].sort();
}

/** Tells whether an action changes nothing: by its routes, and without any by the right that it asks for. */
export function onlyReads({ can, rest }: Pick<Action, "can" | "rest">): boolean {
	const routes = [rest ?? []].flat();
	if (routes.length > 0) return routes.every(isGet);
	return can === "read" || (typeof can === "object" && can.action === "read");
}

function isGet(route: NonNullable<Action["rest"]> extends infer R ? R : never) {
	if (typeof route === "string") return /^GET\s/i.test(route);
	return !Array.isArray(route) && route.method?.toUpperCase() === "GET";
}

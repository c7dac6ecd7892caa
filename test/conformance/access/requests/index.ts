/** How all routes are asked. */
import type { Ask } from "./ask.ts";
import { authRequests } from "./auth.ts";
import { consoleRequests } from "./console.ts";
import { contentRequests } from "./content.ts";
import { exercisesRequests } from "./exercises.ts";
import { filesRequests } from "./files.ts";
import { limitsRequests } from "./limits.ts";
import { mailRequests } from "./mail.ts";
import { notificationsRequests } from "./notifications.ts";
import { pluginsRequests } from "./plugins.ts";
import { projectsRequests } from "./projects.ts";
import { qualityRequests } from "./quality.ts";
import { streamsRequests } from "./streams.ts";
import { systemRequests } from "./system.ts";
import { tasksRequests } from "./tasks.ts";
import { usersRequests } from "./users.ts";

export type { Asked } from "./ask.ts";
export { HIDDEN_WORDS } from "./hidden-words.ts";

const REQUESTS = new Map<string, Ask>([
	...authRequests,
	...consoleRequests,
	...contentRequests,
	...exercisesRequests,
	...filesRequests,
	...limitsRequests,
	...mailRequests,
	...notificationsRequests,
	...pluginsRequests,
	...projectsRequests,
	...qualityRequests,
	...streamsRequests,
	...systemRequests,
	...tasksRequests,
	...usersRequests
]);

/** How to ask; throws for a route that nobody has written down. */
export function askOf(route: string): Ask {
	const ask = REQUESTS.get(route);
	if (!ask) throw new Error(`Nothing says how to ask ${route}: add it to access/requests/`);
	return ask;
}

export function routesAsked(): string[] {
	return [...REQUESTS.keys()];
}

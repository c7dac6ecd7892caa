/** The addresses of the plain WebSocket door, and what a client is subscribed to by coming to each. */

/** Older clients come with and without the API's base path. */
const BASE = /^\/api(\/v1)?(?=\/)/;

/** A request to make at once, in the words of `subscribe`; null for none. */
type First = { room: string } | null;

const PATHS: [pattern: RegExp, first: (id: string) => First][] = [
	[/^\/ws$/, () => null],
	[/^\/websocket\/connect$/, () => null],
	[/^\/websocket\/learning\/([^/]+)$/, id => ({ room: `learningSessions/${id}` })],
	[/^\/chat\/ws\/([^/]+)$/, id => ({ room: `chatSessions/${id}` })]
];

/** What comes first at a path; undefined where there is no door. */
export function firstRequestAt(path: string): First | undefined {
	const own = path.replace(BASE, "");
	for (const [pattern, first] of PATHS) {
		const match = pattern.exec(own);
		if (match) return first(match[1] ?? "");
	}
	return undefined;
}

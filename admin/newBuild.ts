/** A part of the console that does not come: it is of a build that is gone, or the server is away. */

const BETWEEN_TRIES_MS = 1000;

let waiting: Promise<void> | null = null;

/**
 * Loads the page anew once the server answers: a browser keeps a failed import for good. Sooner it would show its own
 * page of failure in the console's place, and stay there.
 */
export function reloadOnceAnswered(): Promise<void> {
	return (waiting ??= waitAndReload());
}

async function waitAndReload() {
	while (!(await isAnswered())) await new Promise(done => setTimeout(done, BETWEEN_TRIES_MS));
	location.reload();
}

async function isAnswered() {
	try {
		return (await fetch(location.href, { cache: "no-store" })).ok;
	} catch {
		return false;
	}
}

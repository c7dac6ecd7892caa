/**
 * The life of a plugin on one node:
 *
 *     discovered → validated → loaded → started → draining → stopped → unloaded
 *                      └───────────┴────────┴── failed: all that was acquired is released; the reason is kept
 */
export type State =
	| "discovered"
	| "validated"
	| "loaded"
	| "started"
	| "draining"
	| "stopped"
	| "unloaded"
	| "failed";

const NEXT: Record<State, State[]> = {
	discovered: ["validated", "failed"],
	validated: ["loaded", "failed"],
	loaded: ["started", "failed"],
	started: ["draining"],
	draining: ["stopped"],
	stopped: ["unloaded"],
	unloaded: ["discovered"],
	failed: ["discovered", "unloaded"]
};

/** Tells whether a plugin may go from one state to the other. */
export function mayFollow(from: State, to: State): boolean {
	return NEXT[from].includes(to);
}

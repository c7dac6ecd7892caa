/** What a user is shown of an exercise's hints, worked out from what was released to it. */

export interface Hint {
	/** The hint's position in the exercise, from 0. */
	index: number;
	hint: string;
	/** When the user was given the hint; null for a teacher who reads it without. */
	releasedAt: Date | null;
}

export interface HintPage {
	data: Hint[];
	page: number;
	pageSize: number;
	total: number;
	/** How many hints the user was not given yet. */
	remaining: number;
}

/** That a user was given the hint at an index. */
export interface Release {
	index: number;
	createdAt: Date;
}

/** The hints that were released, or all of them with the date of those that were. */
export function shownHints(hints: string[], releases: Release[], all: boolean): Hint[] {
	const dates = new Map(releases.map(({ index, createdAt }) => [index, createdAt]));
	return hints
		.map((hint, index) => ({ index, hint, releasedAt: dates.get(index) ?? null }))
		.filter(({ releasedAt }) => all || releasedAt !== null);
}

/** How many hints were not released; hints that the author has taken away since do not count. */
export function countRemaining(hints: string[], releases: Release[]): number {
	return Math.max(0, hints.length - releases.length);
}

/** How many whole seconds must pass until the next hint; 0 when it can be had now. */
export function secondsToWait(last: Release | undefined, delaySeconds: number, now: Date): number {
	if (!last) return 0;
	const sinceMs = now.getTime() - last.createdAt.getTime();
	// The clock of the node that gave the last hint may be ahead: nobody waits longer than the delay.
	return Math.min(delaySeconds, Math.max(0, Math.ceil(delaySeconds - sinceMs / 1000)));
}

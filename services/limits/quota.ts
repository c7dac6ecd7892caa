/** A limit as numbers under a name: so many requests in so many seconds. */

export interface Quota {
	/** Names it in headers, errors and blocks. */
	name: string;
	points: number;
	seconds: number;
	/** Names it in metrics, where names must be few. */
	kind: QuotaKind;
}

export type QuotaKind = "address" | "user" | "login" | "reset" | "endpoint";

/** The largest numbers that are taken. */
export const MAX_POINTS = 1_000_000;
export const MAX_SECONDS = 24 * 60 * 60;

/** The routes of limits have one of their own, so that who has set too low a limit can set it again. */
export const WAY_BACK = { points: 100, seconds: 60 };

/** The limits that a new installation begins with. */
export const DEFAULTS = {
	address: { points: 1000, seconds: 60 },
	user: { points: 100, seconds: 60 },
	login: { points: 10, seconds: 60 },
	reset: { points: 5, seconds: 60 }
} as const;

/** What one request was counted under, for its headers (draft-ietf-httpapi-ratelimit-headers). */
import type { OutgoingHttpHeaders } from "node:http";
import type { Quota } from "./quota.ts";

export class Tally {
	#policies = "";
	#states = "";

	/** Notes a limit and what is left of it; what is noted last is the closest and stands first. */
	note({ name, points, seconds }: Quota, left: number, resetSeconds: number): void {
		this.#policies = `"${name}";q=${points};w=${seconds}${after(this.#policies)}`;
		this.#states = `"${name}";r=${left};t=${resetSeconds}${after(this.#states)}`;
	}

	/** None when nothing was counted. */
	headers(): OutgoingHttpHeaders {
		if (this.#policies === "") return {};
		return { "RateLimit-Policy": this.#policies, RateLimit: this.#states };
	}
}

function after(items: string) {
	return items === "" ? "" : `, ${items}`;
}

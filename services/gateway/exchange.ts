/** One request and its response: what is known of them on the way through the gateway. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Caller, Client } from "../../mixins/index.ts";
import { Tally } from "../limits/tally.ts";
import { requestIdOf } from "./request-id.ts";
import type { Route } from "./routes.ts";

const MILLISECONDS = 1000;

export class Exchange {
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly requestId: string;
	readonly startedAt = performance.now();
	/** The path as it was asked for, without the query. */
	readonly path: string;
	/** The query without its question mark; empty when there is none. */
	readonly query: string;
	/** Headers that every answer to this request carries, whatever comes of it; asked when it is sent. */
	readonly common: () => OutgoingHttpHeaders[];
	/** What the request was counted under. */
	readonly tally = new Tally();
	route: Route | null = null;
	caller: Caller | null = null;
	client: Client | null = null;

	constructor(
		request: IncomingMessage,
		response: ServerResponse,
		common: () => OutgoingHttpHeaders[]
	) {
		this.request = request;
		this.response = response;
		this.requestId = requestIdOf(request.headers);
		// A proxy may send the whole address (RFC 9112, 3.2.2).
		const url = request.url!.replace(/^https?:\/\/[^/?]*/i, "");
		const mark = url.indexOf("?");
		this.path = mark === -1 ? url : url.slice(0, mark);
		this.query = mark === -1 ? "" : url.slice(mark + 1);
		this.common = common;
	}

	get isRead(): boolean {
		return this.request.method === "GET" || this.request.method === "HEAD";
	}

	/** Seconds since the request arrived. */
	elapsed(): number {
		return (performance.now() - this.startedAt) / MILLISECONDS;
	}

	headersFor(own: OutgoingHttpHeaders): OutgoingHttpHeaders {
		return Object.assign(
			{},
			...this.common(),
			this.tally.headers(),
			this.route?.declaration.answerHeaders,
			{
				"X-Request-ID": this.requestId,
				"X-Correlation-ID": this.requestId,
				"X-Process-Time": this.elapsed().toFixed(6)
			},
			own
		);
	}
}

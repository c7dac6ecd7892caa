/** What the gateway measures of each endpoint, under the names that older monitoring knows. */
import { family, Histogram, labelText, type Series } from "./histogram.ts";

/** Stands for every path that is no route, so that strangers cannot make up labels. */
const UNKNOWN = "unknown";

/** Requests that take longer are logged as warnings and counted. */
export const SLOW_SECONDS = 2;

interface Endpoint {
	durations: Series;
	/** How many answers there were of each status. */
	statuses: Map<number, number>;
	slow: number;
	/** The action that answered it last. */
	action: string | undefined;
}

export class HttpMetrics {
	readonly durations = new Histogram(
		"http_request_duration_seconds",
		"Time from a request to the end of its answer"
	);
	/** By path and method: a text made of both would cost each request more than two look-ups. */
	readonly #endpoints = new Map<string, Map<string, Endpoint>>();
	#inProgress = 0;
	#learners = new Set<string>();

	begin(): void {
		this.#inProgress++;
	}

	end(
		method: string,
		route: { path: string; action: string } | null,
		status: number,
		seconds: number
	): void {
		this.#inProgress--;
		const endpoint = this.#endpoint(method, route?.path ?? UNKNOWN);
		endpoint.action = route?.action;
		endpoint.durations.observe(seconds);
		endpoint.statuses.set(status, (endpoint.statuses.get(status) ?? 0) + 1);
		if (seconds > SLOW_SECONDS) endpoint.slow++;
	}

	/** Notes that somebody was there, until it is asked who was. */
	met(learner: string): void {
		this.#learners.add(learner);
	}

	/** The learners who were there since it was asked last. */
	takeLearners(): ReadonlySet<string> {
		const learners = this.#learners;
		this.#learners = new Set();
		return learners;
	}

	/** What was measured of each endpoint. */
	endpoints(): (Readonly<Endpoint> & { method: string; path: string })[] {
		return [...this.#endpoints].flatMap(([path, methods]) =>
			[...methods].map(([method, endpoint]) => ({ ...endpoint, method, path }))
		);
	}

	/** Requests that were answered, and those of them with a 5xx. */
	totals(): { requests: number; errors: number } {
		const totals = { requests: 0, errors: 0 };
		for (const { statuses } of this.#all())
			for (const [status, count] of statuses) {
				totals.requests += count;
				if (status >= 500) totals.errors += count;
			}
		return totals;
	}

	/** Forgets the endpoints that are no longer there. */
	keepOnly(paths: Set<string>): void {
		for (const path of this.#endpoints.keys())
			if (path !== UNKNOWN && !paths.has(path)) this.#endpoints.delete(path);
		const kept = new Set(this.#all().map(({ durations }) => durations));
		this.durations.retain(series => kept.has(series));
	}

	text(): string {
		const all = this.#all();
		const totals = all.flatMap(({ durations, statuses }) =>
			[...statuses].map(
				([status, count]) =>
					`http_requests_total{${labelText({ ...durations.labels, status })}} ${count}`
			)
		);
		const slow = all
			.filter(endpoint => endpoint.slow > 0)
			.map(
				endpoint =>
					`http_requests_slow_total{${labelText(endpoint.durations.labels)}} ${endpoint.slow}`
			);
		return [
			family("http_requests_total", "counter", "HTTP requests", totals),
			family(
				"http_requests_slow_total",
				"counter",
				`HTTP requests over ${SLOW_SECONDS} s`,
				slow
			),
			family(
				"http_requests_in_progress",
				"gauge",
				"HTTP requests that are not answered yet",
				[`http_requests_in_progress ${this.#inProgress}`]
			),
			this.durations.text()
		].join("");
	}

	#all(): Endpoint[] {
		return [...this.#endpoints.values()].flatMap(methods => [...methods.values()]);
	}

	#endpoint(method: string, path: string): Endpoint {
		const methods = this.#endpoints.get(path) ?? new Map<string, Endpoint>();
		const known = methods.get(method);
		if (known) return known;
		const endpoint = {
			durations: this.durations.series({ method, endpoint: path }),
			statuses: new Map<number, number>(),
			slow: 0,
			action: undefined
		};
		this.#endpoints.set(path, methods.set(method, endpoint));
		return endpoint;
	}
}

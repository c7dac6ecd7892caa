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
}

export class HttpMetrics {
	readonly durations = new Histogram(
		"http_request_duration_seconds",
		"Time from a request to the end of its answer"
	);
	readonly #endpoints = new Map<string, Endpoint>();
	#inProgress = 0;

	begin(): void {
		this.#inProgress++;
	}

	end(method: string, path: string | undefined, status: number, seconds: number): void {
		this.#inProgress--;
		const endpoint = this.#endpoint(method, path ?? UNKNOWN);
		endpoint.durations.observe(seconds);
		endpoint.statuses.set(status, (endpoint.statuses.get(status) ?? 0) + 1);
		if (seconds > SLOW_SECONDS) endpoint.slow++;
	}

	/** Forgets the endpoints that are no longer there. */
	keepOnly(paths: Set<string>): void {
		for (const [key, { durations }] of this.#endpoints) {
			const { endpoint } = durations.labels;
			if (endpoint !== UNKNOWN && !paths.has(String(endpoint))) this.#endpoints.delete(key);
		}
		const kept = new Set([...this.#endpoints.values()].map(({ durations }) => durations));
		this.durations.retain(series => kept.has(series));
	}

	text(): string {
		const all = [...this.#endpoints.values()];
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

	#endpoint(method: string, path: string): Endpoint {
		const key = `${method} ${path}`;
		const known = this.#endpoints.get(key);
		if (known) return known;
		const endpoint = {
			durations: this.durations.series({ method, endpoint: path }),
			statuses: new Map<number, number>(),
			slow: 0
		};
		this.#endpoints.set(key, endpoint);
		return endpoint;
	}
}

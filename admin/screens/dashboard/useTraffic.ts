/** The last minutes of traffic, read while the page is open and kept while the console is. */
import { useEffect, useState } from "react";
import { request } from "../../api/http.ts";
import { between, readMetrics, type Point, type Reading } from "./metrics.ts";

const READ_EVERY_MS = 5000;
/** A point is what lies between two readings: the first one shall not be waited for. */
const SECOND_AFTER_MS = 1000;
const KEPT_POINTS = 120;

let last: Reading | null = null;
let points: Point[] = [];

export function useTraffic(): { points: Point[]; latest: Reading | null } {
	const [shown, setShown] = useState({ points, latest: last });
	useEffect(() => {
		let isGone = false;
		const read = async () => {
			if (document.hidden) return;
			const { body } = await request<string>("//metrics");
			const now = readMetrics(body, Date.now());
			if (last) points = [...points, between(last, now)].slice(-KEPT_POINTS);
			last = now;
			if (!isGone) setShown({ points, latest: last });
		};
		// A reading that fails is followed by the next.
		const quietly = () => void read().catch(() => undefined);
		quietly();
		const second = setTimeout(quietly, SECOND_AFTER_MS);
		const reading = setInterval(quietly, READ_EVERY_MS);
		return () => {
			isGone = true;
			clearTimeout(second);
			clearInterval(reading);
		};
	}, []);
	return shown;
}

/** The last lines of a node's log and, while it is followed, what is written after them. */
import { useEffect, useState } from "react";
import { request } from "../../api/http.ts";
import type { LogLine } from "../../live/socket.ts";
import { useTold } from "../../live/useLive.ts";

export const LEVELS = ["fatal", "error", "warn", "info", "debug", "trace"];

export interface LogFilter {
	/** The lowest level. */
	level: string;
	/** Empty for all. */
	plugin: string;
	text: string;
}

/** A page that is open for a day must not grow all day. */
const KEPT = 500;

/** Newest first. While it is not followed the lines stay, and are read anew when it goes on. */
export function useLog(filter: LogFilter, follows: boolean) {
	const [lines, setLines] = useState<LogLine[] | null>(null);
	const [error, setError] = useState<unknown>(null);
	const { level, plugin, text } = filter;
	const query = new URLSearchParams({
		level,
		...(plugin && { plugin }),
		...(text && { q: text })
	}).toString();
	useEffect(() => {
		if (!follows) return;
		let isGone = false;
		const read = async () => {
			try {
				const { body } = await request<{ data: LogLine[] }>(`/logs?${query}`);
				if (isGone) return;
				setError(null);
				setLines(known => newer(known ?? [], body.data));
			} catch (failure) {
				if (!isGone) setError(failure);
			}
		};
		setLines(null);
		void read();
		return () => {
			isGone = true;
		};
	}, [query, follows]);
	const asked = follows ? { logs: { level, ...(plugin && { plugin }) } } : null;
	useTold(asked, (event, told) => {
		if (event !== "log") return;
		const wanted = told.lines.filter(line => contains(line, text)).toReversed();
		setLines(known => newer(known ?? [], wanted));
	});
	return { lines, error };
}

/** Both together, each line once. */
function newer(known: LogLine[], more: LogLine[]): LogLine[] {
	const all = new Map([...known, ...more].map(line => [line.number, line]));
	return [...all.values()].sort((one, other) => other.number - one.number).slice(0, KEPT);
}

function contains(line: LogLine, text: string) {
	const all = JSON.stringify([line.message, line.source, line.requestId, line.details]);
	return all.toLowerCase().includes(text.toLowerCase());
}

/** What is on the page follows the server. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { isConnected, listen, onConnection, type Asked, type Change, type Told } from "./socket.ts";

/** A burst of changes is read once. */
const GATHER_MS = 250;

/** Hears of changes while the component is there; of a change that was missed nothing is known. */
export function useChanges(
	asked: Asked | null,
	hear: (event: string, change: Partial<Change>) => void
) {
	useTold(asked, (event, change) => hear(event, change));
}

/** Hears all that is told of what was asked for while the component is there. */
export function useTold(asked: Asked | null, hear: (...told: Told) => void) {
	const latest = useRef(hear);
	latest.current = hear;
	const key = asked && JSON.stringify(asked);
	useEffect(() => {
		if (key === null) return;
		return listen(JSON.parse(key) as Asked, (...told) => latest.current(...told));
	}, [key]);
}

/** Reads a collection's lists anew when one of its documents has changed. */
export function useLiveCollection(collection: string) {
	const client = useQueryClient();
	const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
	useEffect(() => () => clearTimeout(waiting.current ?? undefined), []);
	useChanges(collection === "" ? null : { collection }, () => {
		waiting.current ??= setTimeout(() => {
			waiting.current = null;
			void client.invalidateQueries({ queryKey: [collection] });
		}, GATHER_MS);
	});
}

/** True while changes come in. */
export function useIsLive(): boolean {
	return useSyncExternalStore(onConnection, isConnected);
}

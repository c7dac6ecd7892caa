/** F8 goes from one finding to the next, with the shift key back. */
import { useEffect, useRef } from "react";
import type { Finding } from "../findings.ts";

export function useNextFinding(findings: readonly Finding[], onGo: (finding: Finding) => void) {
	const latest = useRef({ findings, onGo, at: -1 });
	latest.current = { ...latest.current, findings, onGo };
	useEffect(() => {
		const go = (event: KeyboardEvent) => {
			if (event.key !== "F8") return;
			event.preventDefault();
			const { findings: all, onGo: goTo, at } = latest.current;
			if (all.length === 0) return;
			const next = (at + (event.shiftKey ? all.length - 1 : 1)) % all.length;
			latest.current.at = next;
			goTo(all[next]!);
		};
		window.addEventListener("keydown", go);
		return () => window.removeEventListener("keydown", go);
	}, []);
}

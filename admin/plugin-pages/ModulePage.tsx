/** A page of a plugin that is trusted: its module is loaded when it is first shown, and what it breaks stays its own. */
import { Suspense, lazy, useMemo, useState, type ComponentType } from "react";
import type { PluginPage } from "../api/screens.ts";
import { request } from "../api/http.ts";
import { PageBoundary } from "./PageBoundary.tsx";

export function ModulePage({ page }: { page: PluginPage }) {
	const { source } = page;
	const [tries, setTries] = useState(0);
	const View = useMemo(() => lazy(() => load(source, tries)), [source, tries]);
	return (
		<PageBoundary key={tries} page={page} onRetry={() => setTries(tries + 1)}>
			<Suspense>
				<View />
			</Suspense>
		</PageBoundary>
	);
}

/** A browser keeps a failed import for good, so that another try needs another address. */
async function load(source: string, tries: number): Promise<{ default: ComponentType }> {
	const address = tries === 0 ? source : `${source}?retry=${tries}`;
	const module = await (
		import(/* @vite-ignore */ address) as Promise<{ default: unknown }>
	).catch(async error => {
		// The browser does not say why; the server does.
		await request(`/${address}`);
		throw error;
	});
	if (typeof module.default !== "function") throw new Error("lyceum.pages.noComponent");
	return module as { default: ComponentType };
}

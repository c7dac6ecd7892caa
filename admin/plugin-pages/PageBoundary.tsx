/** Keeps what a plugin's page breaks from the rest of the console, and says whose page it was. */
import { Component, type ReactNode } from "react";
import { useLocale, useTranslate } from "react-admin";
import type { PluginPage } from "../api/screens.ts";
import { Page } from "../layout/Page.tsx";
import { Problem } from "../layout/Problem.tsx";
import { titleOfPage } from "./place.ts";

interface PageBoundaryProps {
	page: PluginPage;
	onRetry: () => void;
	children: ReactNode;
}

export class PageBoundary extends Component<PageBoundaryProps, { error: unknown }> {
	override state: { error: unknown } = { error: null };

	static getDerivedStateFromError(error: unknown) {
		return { error: error ?? new Error("ra.page.error") };
	}

	override render() {
		const { page, onRetry, children } = this.props;
		const { error } = this.state;
		return error === null ? children : <Failed page={page} error={error} onRetry={onRetry} />;
	}
}

interface FailedProps {
	page: PluginPage;
	error: unknown;
	onRetry: () => void;
}

function Failed({ page, error, onRetry }: FailedProps) {
	const translate = useTranslate();
	const title = titleOfPage(page, useLocale());
	return (
		<Page title={title}>
			<p>{translate("lyceum.pages.failed", { page: title, plugin: page.plugin })}</p>
			<Problem error={error} onRetry={onRetry} />
		</Page>
	);
}

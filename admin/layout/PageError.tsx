/** A page that broke says so; the menu still leads to the others. */
import { useTranslate } from "react-admin";
import { Page } from "./Page.tsx";
import { Problem } from "./Problem.tsx";

export function PageError({
	error,
	resetErrorBoundary
}: {
	error?: unknown;
	resetErrorBoundary?: () => void;
}) {
	const translate = useTranslate();
	return (
		<Page title={translate("ra.page.error")}>
			<Problem error={error} onRetry={resetErrorBoundary} />
		</Page>
	);
}

/** What surrounds every page: the bar, the menu, and what may be asked or said at any time. */
import { Layout as AdminLayout, type LayoutProps } from "react-admin";
import { AppBar } from "./AppBar.tsx";
import { CommandPalette } from "./CommandPalette.tsx";
import { Menu } from "./Menu.tsx";
import { PageError } from "./PageError.tsx";
import { ProofDialog } from "./ProofDialog.tsx";
import { usePageLanguage } from "./usePageLanguage.ts";
import { useScreenUpdates } from "./useScreenUpdates.ts";
import { ViewBanner } from "./ViewBanner.tsx";

export function Layout({ children }: LayoutProps) {
	useScreenUpdates();
	usePageLanguage();
	return (
		<AdminLayout
			appBar={AppBar}
			menu={Menu}
			error={PageError}
			sx={{
				minWidth: 0,
				"& .RaLayout-content": { minWidth: 0, p: 0 },
				"& .RaLayout-contentWithSidebar": { minWidth: 0 }
			}}
		>
			<ViewBanner />
			{children}
			<CommandPalette />
			<ProofDialog />
		</AdminLayout>
	);
}

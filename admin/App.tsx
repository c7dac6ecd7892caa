/** The console: a table of contents. */
import createCache from "@emotion/cache";
import { CacheProvider } from "@emotion/react";
import { useMemo } from "react";
import { Admin, CustomRoutes, Resource, localStorageStore } from "react-admin";
import { BrowserRouter, Route } from "react-router-dom";
import { useScreens } from "./api/screens.ts";
import { iconOf } from "./generic/icons.ts";
import { viewsOf } from "./generic/views.ts";
import { Layout } from "./layout/Layout.tsx";
import { LoginPage } from "./layout/LoginPage.tsx";
import { authProvider } from "./providers/authProvider.ts";
import { dataProvider } from "./providers/dataProvider.ts";
import { i18nProvider } from "./providers/i18nProvider.ts";
import { queryClient } from "./providers/queryClient.ts";
import { Dashboard } from "./screens/dashboard/index.ts";
import { pagesFor } from "./screens/pages.tsx";
import { darkTheme, lightTheme } from "./theme/theme.ts";

const store = localStorageStore(undefined, "lyceum");

export function App({ nonce }: { nonce: string }) {
	const { screens } = useScreens();
	const styles = useMemo(() => createCache({ key: "css", nonce, prepend: true }), [nonce]);
	return (
		<CacheProvider value={styles}>
			{/* A transition would be overtaken for ever by react-admin's own way to the sign-in. */}
			<BrowserRouter basename="/admin" useTransitions={false}>
				<Admin
					requireAuth
					disableTelemetry
					authProvider={authProvider}
					dataProvider={dataProvider}
					i18nProvider={i18nProvider}
					queryClient={queryClient}
					store={store}
					layout={Layout}
					loginPage={LoginPage}
					dashboard={Dashboard}
					theme={lightTheme}
					darkTheme={darkTheme}
					title="Lyceum"
				>
					{screens.map(screen => (
						<Resource
							key={screen.name}
							name={screen.name}
							icon={iconOf(screen.icon)}
							recordRepresentation={screen.title}
							options={{ label: screen.label }}
							{...viewsOf(screen)}
						/>
					))}
					<CustomRoutes>
						{pagesFor(screens).map(({ path, Page }) => (
							<Route key={path} path={path} element={<Page />} />
						))}
					</CustomRoutes>
				</Admin>
			</BrowserRouter>
		</CacheProvider>
	);
}

import { Layout as AdminLayout, type LayoutProps } from "react-admin";

export function Layout(props: LayoutProps) {
	return <AdminLayout {...props} />;
}

/** The log of the node that serves this page. */
import { useTranslate } from "react-admin";
import { Page } from "../../layout/Page.tsx";
import { useRequest } from "../useRequest.ts";
import { LogView } from "./LogView.tsx";

export function Logs() {
	const translate = useTranslate();
	const { data } = useRequest<{ data: { name: string; title: string }[] }>("/plugins");
	return (
		<Page title={translate("lyceum.logs.label")}>
			<LogView plugins={data?.data ?? []} />
		</Page>
	);
}

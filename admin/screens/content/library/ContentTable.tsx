/** Content as a table, like any other collection: columns, filters, saved views, changes of many at once. */
import { ResourceContextProvider, useTranslate } from "react-admin";
import { CollectionList } from "../../../generic/list/CollectionList.tsx";
import { Back } from "../../../layout/Back.tsx";
import { withMessages } from "../withMessages.tsx";

export const ContentTable = withMessages(function ContentTable() {
	const translate = useTranslate();
	return (
		<ResourceContextProvider value="content">
			<CollectionList
				over={<Back to="/content" label={translate("content.library.title")} />}
			/>
		</ResourceContextProvider>
	);
});

/** The list of any collection: searched, filtered, sorted, live; with saved views and changes of many. */
import { Card } from "@mui/material";
import useMediaQuery from "@mui/material/useMediaQuery";
import type { Theme } from "@mui/material/styles";
import type { ReactNode } from "react";
import { ListBase, useListContext, type SortPayload } from "react-admin";
import { Page } from "../../layout/Page.tsx";
import { Problem } from "../../layout/Problem.tsx";
import { useLiveCollection } from "../../live/useLive.ts";
import { useScreenName } from "../useScreenName.ts";
import { useResourceScreen } from "../useResourceScreen.ts";
import { BulkBar } from "./BulkBar.tsx";
import { Cards } from "./Cards.tsx";
import { ListActions } from "./ListActions.tsx";
import { ListFoot } from "./ListFoot.tsx";
import { ListTools } from "./ListTools.tsx";
import { Table } from "./Table.tsx";

interface CollectionListProps {
	/** More that can be done with this kind of documents. */
	actions?: ReactNode;
	/** Stands above the list. */
	over?: ReactNode;
	/** The order until somebody chooses another; the newest first by default. */
	sort?: SortPayload;
}

export function CollectionList({ actions, over, sort: given }: CollectionListProps) {
	const screen = useResourceScreen();
	const names = useScreenName();
	const hasDate = "createdAt" in (screen.schema.properties ?? {});
	const sort = given ?? { field: hasDate ? "createdAt" : "id", order: "DESC" };
	useLiveCollection(screen.name);
	return (
		<ListBase perPage={25} sort={sort} disableSyncWithLocation={false}>
			<Page
				title={names.many(screen)}
				actions={
					<>
						{actions}
						<ListActions />
					</>
				}
			>
				{over}
				<ListTools />
				<ListBody />
			</Page>
		</ListBase>
	);
}

function ListBody() {
	const isPhone = useMediaQuery<Theme>(theme => theme.breakpoints.down("sm"));
	const { error, refetch } = useListContext();
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	return (
		<Card>
			<BulkBar />
			{isPhone ? <Cards /> : <Table />}
			<ListFoot />
		</Card>
	);
}

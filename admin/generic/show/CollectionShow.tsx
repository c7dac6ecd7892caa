/** One document: its fields, what can be done with it, and its history. */
import { Card, CardContent, Tab, Tabs } from "@mui/material";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { ShowBase, useShowContext, useTranslate, type RaRecord } from "react-admin";
import type { Screen } from "../../api/screens.ts";
import { Back } from "../../layout/Back.tsx";
import { Page } from "../../layout/Page.tsx";
import { Problem } from "../../layout/Problem.tsx";
import { useLiveCollection } from "../../live/useLive.ts";
import { titleOf } from "../fields/Reference.tsx";
import { useScreenName } from "../useScreenName.ts";
import { useResourceScreen } from "../useResourceScreen.ts";
import { Fields } from "./Fields.tsx";
import { ShowActions } from "./ShowActions.tsx";

const History = lazy(() => import("../history/History.tsx"));

interface CollectionShowProps {
	/** More that can be done with this kind of document. */
	actions?: ReactNode;
	/** Stands below the fields. */
	children?: ReactNode;
}

export function CollectionShow({ actions, children }: CollectionShowProps) {
	return (
		<ShowBase disableAuthentication={false}>
			<Shown actions={actions}>{children}</Shown>
		</ShowBase>
	);
}

function Shown({ actions, children }: CollectionShowProps) {
	const screen = useResourceScreen();
	const { many } = useScreenName();
	const { record, error, refetch } = useShowContext<RaRecord>();
	useLiveCollection(screen.name);
	if (error) return <Missing screen={screen} error={error} onRetry={() => void refetch()} />;
	if (!record) return null;
	return (
		<Page
			title={titleOf(record, screen)}
			over={<Back to={`/${screen.name}`} label={many(screen)} />}
			actions={
				<>
					{actions}
					<ShowActions record={record} />
				</>
			}
		>
			<Sections record={record} screen={screen} />
			{children}
		</Page>
	);
}

function Missing({
	screen,
	error,
	onRetry
}: {
	screen: Screen;
	error: unknown;
	onRetry: () => void;
}) {
	const translate = useTranslate();
	const { many, one } = useScreenName();
	return (
		<Page
			title={translate("lyceum.show.missing", { name: one(screen) })}
			over={<Back to={`/${screen.name}`} label={many(screen)} />}
		>
			<Problem error={error} onRetry={onRetry} />
		</Page>
	);
}

function Sections({ record, screen }: { record: RaRecord; screen: Screen }) {
	const translate = useTranslate();
	const [section, setSection] = useState<"fields" | "history">("fields");
	const hasHistory = screen.operations.includes("history");
	return (
		<Card>
			{hasHistory && (
				<Tabs
					value={section}
					onChange={(_event, next: typeof section) => setSection(next)}
					aria-label={translate("lyceum.show.sections")}
				>
					<Tab value="fields" label={translate("lyceum.show.fields")} />
					<Tab value="history" label={translate("lyceum.history.label")} />
				</Tabs>
			)}
			<CardContent>
				{section === "fields" ? (
					<Fields record={record} screen={screen} />
				) : (
					<Suspense>
						<History record={record} screen={screen} />
					</Suspense>
				)}
			</CardContent>
		</Card>
	);
}

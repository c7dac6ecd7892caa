/** An item: its text with comments and findings, its way to being published, its versions. */
import Delete from "@mui/icons-material/Delete";
import Edit from "@mui/icons-material/Edit";
import { Badge, Box, Button, Card, CardContent, Stack, Tab, Tabs } from "@mui/material";
import { lazy, Suspense, useState } from "react";
import { LinkBase, ShowBase, useRedirect, useShowContext, useTranslate } from "react-admin";
import { useSearchParams } from "react-router-dom";
import { Fields } from "../../../generic/show/Fields.tsx";
import { useRemoving } from "../../../generic/useRemoving.ts";
import { useResourceScreen } from "../../../generic/useResourceScreen.ts";
import { Back } from "../../../layout/Back.tsx";
import { Page } from "../../../layout/Page.tsx";
import { Problem } from "../../../layout/Problem.tsx";
import { useLiveCollection } from "../../../live/useLive.ts";
import type { Item } from "../item.ts";
import { useHasQuality } from "../useQuality.ts";
import { withMessages } from "../withMessages.tsx";
import { Comments, type Quoted } from "./Comments.tsx";
import { Reading } from "./Reading.tsx";
import { StepBar } from "./StepBar.tsx";
import { useMay } from "./steps.ts";
import { StoredFindings } from "./StoredFindings.tsx";
import { useComments } from "./useComments.ts";

const Versions = lazy(() => import("./lazyVersions.ts"));

const PARTS = ["text", "details", "versions"] as const;
type Part = (typeof PARTS)[number];

export const ItemShow = withMessages(function ItemShow() {
	return (
		<ShowBase>
			<Shown />
		</ShowBase>
	);
});

function Shown() {
	const translate = useTranslate();
	const { record, error, refetch } = useShowContext<Item>();
	useLiveCollection("content");
	const back = <Back to="/content" label={translate("content.library.title")} />;
	if (error)
		return (
			<Page title={translate("content.item.missing")} over={back}>
				<Problem error={error} onRetry={() => void refetch()} />
			</Page>
		);
	if (!record) return null;
	// Whoever reads what is published alone has nothing to review.
	const isWorking = record.status !== undefined;
	return (
		<Page title={record.title} over={back} actions={isWorking && <Actions item={record} />}>
			{isWorking && <StepBar item={record} />}
			<Parts item={record} isWorking={isWorking} />
		</Page>
	);
}

function Actions({ item }: { item: Item }) {
	const translate = useTranslate();
	const redirect = useRedirect();
	const may = useMay(item);
	const { remove, isBusy } = useRemoving("content");
	return (
		<>
			{may("update") && (
				<Button
					startIcon={<Edit />}
					variant="outlined"
					component={LinkBase}
					to={`/content/${encodeURIComponent(item.id)}`}
				>
					{translate("ra.action.edit")}
				</Button>
			)}
			{may("delete") && (
				<Button
					color="error"
					startIcon={<Delete />}
					disabled={isBusy}
					onClick={() => void remove(item, () => redirect("list", "content"))}
				>
					{translate("ra.action.delete")}
				</Button>
			)}
		</>
	);
}

function Parts({ item, isWorking }: { item: Item; isWorking: boolean }) {
	const translate = useTranslate();
	const screen = useResourceScreen();
	const [query, setQuery] = useSearchParams();
	const parts = isWorking ? PARTS : PARTS.filter(part => part !== "versions");
	const part = parts.find(one => one === query.get("part")) ?? "text";
	return (
		<>
			<Tabs
				value={part}
				onChange={(_event, next: Part) => setQuery({ part: next }, { replace: true })}
				aria-label={translate("lyceum.show.sections")}
				sx={{ mb: 1.5 }}
			>
				{parts.map(one => (
					<Tab key={one} value={one} label={translate(`content.item.${one}`)} />
				))}
			</Tabs>
			{part === "text" && <Text item={item} isWorking={isWorking} />}
			{part === "details" && (
				<Card>
					<CardContent>
						<Fields record={item} screen={screen} />
					</CardContent>
				</Card>
			)}
			{part === "versions" && (
				<Suspense>
					<Versions item={item} />
				</Suspense>
			)}
		</>
	);
}

const LAYOUT = {
	display: "grid",
	gap: 2,
	alignItems: "start",
	gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 1fr) 380px" }
};

function Text({ item, isWorking }: { item: Item; isWorking: boolean }) {
	const [quoted, setQuoted] = useState<Quoted | null>(null);
	const [chosen, setChosen] = useState<string | null>(null);
	if (!isWorking) return <Reading item={item} comments={[]} chosen={null} onQuote={setQuoted} />;
	return (
		<WithComments
			item={item}
			quoted={quoted}
			onQuoted={setQuoted}
			chosen={chosen}
			onChoose={setChosen}
		/>
	);
}

interface WithCommentsProps {
	item: Item;
	quoted: Quoted | null;
	onQuoted: (quoted: Quoted | null) => void;
	chosen: string | null;
	onChoose: (id: string) => void;
}

function WithComments({ item, quoted, onQuoted, chosen, onChoose }: WithCommentsProps) {
	const translate = useTranslate();
	const hasQuality = useHasQuality();
	const state = useComments(item.id);
	const [side, setSide] = useState<"comments" | "findings">("comments");
	const open = state.comments.filter(({ resolvedAt }) => resolvedAt === null).length;
	const shown = hasQuality ? side : "comments";
	return (
		<Box sx={LAYOUT}>
			<Reading
				item={item}
				comments={state.comments}
				chosen={chosen}
				onQuote={passage => {
					setSide("comments");
					onQuoted(passage);
				}}
			/>
			<Card component="section" aria-label={translate("content.item.beside")}>
				<Tabs
					value={shown}
					onChange={(_event, next: typeof side) => setSide(next)}
					aria-label={translate("content.item.beside")}
					sx={{ borderBottom: 1, borderColor: "divider", px: 1 }}
				>
					<Tab
						value="comments"
						label={
							<Badge badgeContent={open} color="primary" sx={BADGE}>
								{translate("content.comments.label")}
							</Badge>
						}
					/>
					{hasQuality && (
						<Tab value="findings" label={translate("content.editor.findings")} />
					)}
				</Tabs>
				<CardContent>
					{shown === "findings" ? (
						<StoredFindings itemId={item.id} />
					) : (
						<Stack>
							<Comments
								state={state}
								quoted={quoted}
								onQuoted={onQuoted}
								chosen={chosen}
								onChoose={onChoose}
							/>
						</Stack>
					)}
				</CardContent>
			</Card>
		</Box>
	);
}

const BADGE = { "& .MuiBadge-badge": { position: "static", transform: "none", ml: 0.75 } };

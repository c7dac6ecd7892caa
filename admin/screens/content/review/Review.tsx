/** The review queue: what waits for me, what others review of mine, and what may be published. */
import { Box, Card, List, ListItem, Stack, Tab, Tabs, Typography } from "@mui/material";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useTranslate } from "react-admin";
import { useSearchParams } from "react-router-dom";
import { request } from "../../../api/http.ts";
import { Reference } from "../../../generic/fields/Reference.tsx";
import { Time } from "../../../generic/fields/Value.tsx";
import { Page } from "../../../layout/Page.tsx";
import { Problem } from "../../../layout/Problem.tsx";
import { useLiveCollection } from "../../../live/useLive.ts";
import { filterQuery, type Condition } from "../../../providers/filterQuery.ts";
import { placeOf, type Item } from "../item.ts";
import { KindIcon, StatusChip } from "../Marks.tsx";
import { useMe } from "../useMe.ts";
import { withMessages } from "../withMessages.tsx";

const QUEUES = ["toReview", "mine", "approved"] as const;
type Queue = (typeof QUEUES)[number];

const FIELDS = "id,title,kind,status,ownerId,reviewers,steps,publishAt,updatedAt";
const SHOWN = 100;

export const Review = withMessages(function Review() {
	const translate = useTranslate();
	const me = useMe();
	const [query, setQuery] = useSearchParams();
	const queue = QUEUES.find(one => one === query.get("queue")) ?? "toReview";
	useLiveCollection("content");
	return (
		<Page title={translate("content.review.title")}>
			<Tabs
				value={queue}
				onChange={(_event, next: Queue) => setQuery({ queue: next })}
				aria-label={translate("content.review.title")}
				variant="scrollable"
				allowScrollButtonsMobile
				sx={{ mb: 1.5 }}
			>
				{QUEUES.map(one => (
					<Tab key={one} value={one} label={translate(`content.review.${one}`)} />
				))}
			</Tabs>
			<QueueOf queue={queue} me={me} />
		</Page>
	);
});

/** What is in each queue, beside what the reader may see at all. */
const WITHIN: Record<Queue, (me: string | null) => Condition[]> = {
	toReview: me => [
		{ field: "status", operator: "eq", value: "inReview" },
		{ field: "ownerId", operator: "ne", value: me }
	],
	mine: me => [
		{ field: "status", operator: "in", value: ["inReview", "approved"] },
		{ field: "ownerId", operator: "eq", value: me }
	],
	approved: () => [{ field: "status", operator: "eq", value: "approved" }]
};

function QueueOf({ queue, me }: { queue: Queue; me: string | null }) {
	const translate = useTranslate();
	const { data, error, refetch } = useQuery({
		queryKey: ["content", "review", queue, me],
		queryFn: async ({ signal }) => {
			const query = filterQuery({ where: WITHIN[queue](me) });
			query.set("fields", FIELDS);
			query.set("sort", "updatedAt");
			query.set("pageSize", String(SHOWN));
			const path = `/content?${query}`;
			return (await request<{ data: Item[]; total: number }>(path, { signal })).body;
		},
		placeholderData: keepPreviousData
	});
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	if (!data) return null;
	// What one was asked for by name comes first; what waits longest before the rest.
	const isAsked = ({ reviewers = [] }: Item) => me !== null && reviewers.includes(me);
	const items = data.data.toSorted((one, other) => Number(isAsked(other)) - Number(isAsked(one)));
	return (
		<Card>
			<Typography role="status" variant="body2" color="textSecondary" sx={{ px: 2, pt: 1.5 }}>
				{translate("content.review.count", { smart_count: data.total })}
			</Typography>
			{items.length === 0 && (
				<Typography color="textSecondary" sx={{ p: 5, textAlign: "center" }}>
					{translate(`content.review.none.${queue}`)}
				</Typography>
			)}
			<List disablePadding aria-label={translate(`content.review.${queue}`)}>
				{items.map(item => (
					<Waiting key={item.id} item={item} isAsked={isAsked(item)} />
				))}
			</List>
		</Card>
	);
}

function Waiting({ item, isAsked }: { item: Item; isAsked: boolean }) {
	const translate = useTranslate();
	const last = item.steps?.at(-1);
	return (
		<ListItem divider disablePadding>
			<Stack direction="row" sx={{ gap: 1.5, px: 2, py: 1.5, width: "100%", minWidth: 0 }}>
				<KindIcon kind={item.kind} sx={{ mt: 0.25 }} />
				<Box sx={{ minWidth: 0, flexGrow: 1 }}>
					<Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
						<Link
							to={placeOf(item.id)}
							sx={{ fontWeight: 600, fontSize: 15, color: "text.primary" }}
						>
							{item.title}
						</Link>
						<StatusChip status={item.status} />
						{isAsked && (
							<Typography variant="body2" color="primary" sx={{ fontWeight: 600 }}>
								{translate("content.review.asked")}
							</Typography>
						)}
					</Stack>
					{last?.comment && (
						<Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
							“{last.comment}”
						</Typography>
					)}
					<Typography variant="body2" color="textSecondary" component="div">
						{item.ownerId && (
							<>
								<Reference id={item.ownerId} to="users" />
								{" · "}
							</>
						)}
						{last && <Time value={last.at} />}
						{item.publishAt && (
							<>
								{" · "}
								{translate("content.steps.publishesAt")}{" "}
								<Time value={item.publishAt} />
							</>
						)}
					</Typography>
				</Box>
			</Stack>
		</ListItem>
	);
}

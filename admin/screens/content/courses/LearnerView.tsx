/** A course as learners see it: what is published of it, without keys. */
import ChevronLeft from "@mui/icons-material/ChevronLeft";
import ChevronRight from "@mui/icons-material/ChevronRight";
import { Alert, Box, Button, Card, CardContent, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Problem } from "../../../layout/Problem.tsx";
import { readAll } from "../../../providers/dataProvider.ts";
import type { Item } from "../item.ts";
import { Markdown } from "../Markdown.tsx";
import { KindIcon } from "../Marks.tsx";
import { QuestionView } from "../QuestionView.tsx";
import { idsIn, rowsOf, type Row, type Tree } from "./tree.ts";

export function LearnerView({ tree }: { tree: Tree }) {
	const translate = useTranslate();
	const ids = [...idsIn(tree)].filter(id => tree.leaves.has(id));
	const { data, error, refetch } = useQuery({
		queryKey: ["publishedContent", "of", ids],
		queryFn: () => readAll("publishedContent", "id", ids)
	});
	const [chosen, setChosen] = useState<string | null>(null);
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	if (!data) return null;
	const items = new Map(data.map(item => [String(item.id), item as Item]));
	const root = tree.branches.get(tree.rootId)!;
	const rows = seenRows(tree, rowsOf(tree), items);
	const order = leavesIn(rows);
	const at = Math.max(0, order.indexOf(chosen ?? ""));
	const shown = items.get(order[at] ?? "");
	const hidden = ids.length - new Set(order).size;
	return (
		<Stack sx={{ gap: 2 }}>
			{!root.published && (
				<Alert severity="info">{translate("content.courses.unpublished")}</Alert>
			)}
			{hidden > 0 && (
				<Alert severity="info">
					{translate("content.courses.hidden", { smart_count: hidden })}
				</Alert>
			)}
			<Box
				sx={{
					display: "grid",
					gap: 2,
					alignItems: "start",
					gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "280px minmax(0, 1fr)" }
				}}
			>
				<Card component="nav" aria-label={root.title}>
					<CardContent>
						<Contents rows={rows} shown={order[at]} onChoose={setChosen} />
					</CardContent>
				</Card>
				<Card component="section" aria-label={shown?.title ?? root.title}>
					<CardContent>
						{shown ? (
							<Lesson item={shown} />
						) : (
							<Typography color="textSecondary">
								{translate("content.courses.nothingPublished")}
							</Typography>
						)}
						<Stack direction="row" sx={{ mt: 3, justifyContent: "space-between" }}>
							<Button
								startIcon={<ChevronLeft />}
								disabled={at === 0}
								onClick={() => setChosen(order[at - 1]!)}
							>
								{translate("content.courses.previous")}
							</Button>
							<Button
								endIcon={<ChevronRight />}
								disabled={at >= order.length - 1}
								onClick={() => setChosen(order[at + 1]!)}
							>
								{translate("content.courses.next")}
							</Button>
						</Stack>
					</CardContent>
				</Card>
			</Box>
		</Stack>
	);
}

/** What is published, in modules that are published; before the course is, as if all of them were. */
function seenRows(tree: Tree, rows: Row[], items: ReadonlyMap<string, Item>): Row[] {
	const isPublished = tree.branches.get(tree.rootId)!.published;
	return rows.flatMap(row => {
		if (row.entry.type === "item") return items.has(row.entry.id) ? [row] : [];
		const branch = tree.branches.get(row.entry.id);
		if (!branch || (isPublished && !branch.published)) return [];
		return [{ ...row, rows: seenRows(tree, row.rows ?? [], items) }];
	});
}

function leavesIn(rows: readonly Row[]): string[] {
	return rows.flatMap(row => (row.rows ? leavesIn(row.rows) : [row.entry.id]));
}

interface ContentsProps {
	rows: Row[];
	shown: string | undefined;
	onChoose: (id: string) => void;
}

function Contents({ rows, shown, onChoose }: ContentsProps) {
	return (
		<Stack component="ol" sx={{ m: 0, p: 0, gap: 0.25, listStyle: "none" }}>
			{rows.map(row => (
				<li key={row.key}>
					{row.rows ? (
						<>
							<Typography variant="subtitle2" component="h2" sx={{ mt: 1 }}>
								{row.title}
							</Typography>
							<Contents rows={row.rows} shown={shown} onChoose={onChoose} />
						</>
					) : (
						<Button
							fullWidth
							color={row.entry.id === shown ? "primary" : "inherit"}
							aria-current={row.entry.id === shown ? "page" : undefined}
							startIcon={<KindIcon kind={row.kind} />}
							onClick={() => onChoose(row.entry.id)}
							sx={{ justifyContent: "flex-start", textAlign: "start" }}
						>
							{row.title}
						</Button>
					)}
				</li>
			))}
		</Stack>
	);
}

function Lesson({ item }: { item: Item }) {
	return (
		<>
			<Typography variant="h2" sx={{ mb: 1.5 }}>
				{item.title}
			</Typography>
			<Stack sx={{ gap: 2 }}>
				<Markdown text={item.body} attachments={item.attachments ?? []} />
				{item.kind === "question" && <QuestionView question={item} showsKey={false} />}
			</Stack>
		</>
	);
}

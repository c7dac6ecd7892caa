/** Builds a course: modules and items in order, by drag, by buttons or by keyboard alone; stored at once. */
import CreateNewFolder from "@mui/icons-material/CreateNewFolder";
import Tune from "@mui/icons-material/Tune";
import Undo from "@mui/icons-material/Undo";
import { subject } from "@casl/ability";
import { Box, Button, Card, CardContent, Stack, Tab, Tabs, Typography } from "@mui/material";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { ResourceContextProvider, useTranslate } from "react-admin";
import { useParams, useSearchParams } from "react-router-dom";
import { useScreen } from "../../../api/screens.ts";
import { Back } from "../../../layout/Back.tsx";
import { Page } from "../../../layout/Page.tsx";
import { Problem } from "../../../layout/Problem.tsx";
import { useRules } from "../../../layout/usePermitted.ts";
import { useScreenName } from "../../../generic/useScreenName.ts";
import { withMessages } from "../withMessages.tsx";
import { CourseTree, type Dragged } from "./CourseTree.tsx";
import { DetailsDialog } from "./DetailsDialog.tsx";
import { Supply } from "./Supply.tsx";
import {
	idsIn,
	move,
	put,
	rowsOf,
	takeOut,
	withBranch,
	withLeaf,
	type Branch,
	type Entry,
	type Leaf,
	type Row,
	type Target,
	type Tree
} from "./tree.ts";
import { useCourse } from "./useCourse.ts";

const LearnerView = lazy(() => import("./learner.ts"));
const History = lazy(() => import("../../../generic/history/History.tsx"));

const PARTS = ["build", "learner", "history"] as const;
type Part = (typeof PARTS)[number];

export const CourseBuilder = withMessages(function CourseBuilder() {
	const { id = "" } = useParams();
	return (
		<ResourceContextProvider value="contentCollections">
			<Course key={id} id={id} />
		</ResourceContextProvider>
	);
});

function Course({ id }: { id: string }) {
	const translate = useTranslate();
	const screen = useScreen("contentCollections");
	const { many } = useScreenName();
	const course = useCourse(id);
	const [query, setQuery] = useSearchParams();
	const [details, setDetails] = useState<Branch | "module" | null>(null);
	const may = useMayUpdate();
	const { tree, error } = course;
	const back = <Back to="/contentCollections" label={screen ? many(screen) : ""} />;
	const root = tree?.branches.get(id);
	if (error)
		return (
			<Page title={translate("content.courses.missing")} over={back}>
				<Problem error={error} onRetry={() => void course.refetch()} />
			</Page>
		);
	if (!tree || !root || !screen) return null;
	const part = PARTS.find(one => one === query.get("part")) ?? "build";
	const mayBuild = may(root);
	const addModule = (branch: Branch) => {
		const entry: Entry = { type: "collection", id: branch.id };
		const changes = put(tree, entry, { path: [id], at: root.entries.length });
		if (changes) void course.arrange(changes, known => withBranch(known, branch));
	};
	return (
		<Page
			title={root.title}
			over={back}
			actions={
				mayBuild && (
					<>
						<SavedState isSaving={course.isSaving} />
						<UndoButton
							canUndo={course.canUndo && !course.isSaving}
							onUndo={course.undo}
						/>
						<Button
							startIcon={<CreateNewFolder />}
							onClick={() => setDetails("module")}
						>
							{translate("content.courses.addModule")}
						</Button>
						<Button startIcon={<Tune />} onClick={() => setDetails(root)}>
							{translate("content.courses.details")}
						</Button>
					</>
				)
			}
		>
			<Tabs
				value={part}
				onChange={(_event, next: Part) => setQuery({ part: next }, { replace: true })}
				aria-label={translate("lyceum.show.sections")}
				sx={{ mb: 1.5 }}
			>
				{PARTS.map(one => (
					<Tab key={one} value={one} label={translate(`content.courses.${one}`)} />
				))}
			</Tabs>
			{part === "build" && (
				<Build
					tree={tree}
					mayBuild={mayBuild}
					mayChange={branchId => {
						const branch = tree.branches.get(branchId);
						return branch !== undefined && may(branch);
					}}
					arrange={course.arrange}
					onDetails={setDetails}
				/>
			)}
			{part === "learner" && (
				<Suspense>
					<LearnerView tree={tree} />
				</Suspense>
			)}
			{part === "history" && (
				<Card>
					<CardContent>
						<Suspense>
							<History record={root} screen={screen} />
						</Suspense>
					</CardContent>
				</Card>
			)}
			{details !== null && (
				<DetailsDialog
					branch={details === "module" ? null : details}
					parent={root}
					onMade={addModule}
					onClose={() => setDetails(null)}
				/>
			)}
		</Page>
	);
}

function SavedState({ isSaving }: { isSaving: boolean }) {
	const translate = useTranslate();
	return (
		<Typography variant="body2" color="textSecondary" role="status">
			{translate(isSaving ? "content.courses.saving" : "content.courses.saved")}
		</Typography>
	);
}

/** Takes the last change back, also by Ctrl+Z. */
function UndoButton({ canUndo, onUndo }: { canUndo: boolean; onUndo: () => void }) {
	const translate = useTranslate();
	const latest = useRef({ canUndo, onUndo });
	latest.current = { canUndo, onUndo };
	useEffect(() => {
		const undo = (event: KeyboardEvent) => {
			if (event.key !== "z" || !(event.ctrlKey || event.metaKey)) return;
			// What is typed is undone where it is typed.
			if ((event.target as HTMLElement).closest("input, textarea, [contenteditable]")) return;
			event.preventDefault();
			if (latest.current.canUndo) latest.current.onUndo();
		};
		window.addEventListener("keydown", undo);
		return () => window.removeEventListener("keydown", undo);
	}, []);
	return (
		<Button startIcon={<Undo />} disabled={!canUndo} onClick={onUndo} title="Ctrl+Z">
			{translate("ra.action.undo")}
		</Button>
	);
}

function useMayUpdate(): (branch: Branch) => boolean {
	const ability = useRules();
	return branch => ability.can("update", subject("ContentCollection", { ...branch }));
}

interface BuildProps {
	tree: Tree;
	mayBuild: boolean;
	mayChange: (branchId: string) => boolean;
	arrange: ReturnType<typeof useCourse>["arrange"];
	onDetails: (branch: Branch) => void;
}

function Build({ tree, mayBuild, mayChange, arrange, onDetails }: BuildProps) {
	const translate = useTranslate();
	const [said, say] = useState("");
	const [dragged, setDragged] = useState<Dragged | null>(null);
	const [focused, setFocused] = useState<{ path: string[]; id: string } | null>(null);
	const rows = rowsOf(tree);
	const taken = idsIn(tree);

	const placeOf = (title: string, { path, at }: Target, size: number) =>
		say(
			translate("content.courses.moved", {
				title,
				place: at + 1,
				size,
				parent: tree.branches.get(path.at(-1)!)?.title ?? ""
			})
		);
	const moveRow = (row: Row, target: Target | null) => {
		const changes = target && mayChange(target.path.at(-1)!) ? move(tree, row, target) : null;
		if (!target || !changes)
			return say(translate("content.courses.cannot", { title: row.title }));
		void arrange(changes);
		const entries = changes.get(target.path.at(-1)!)!;
		placeOf(row.title, { ...target, at: entries.indexOf(row.entry) }, entries.length);
		setFocused({ path: target.path, id: row.entry.id });
	};
	const add = (entry: Entry, known: Leaf | Branch, target = endOf(tree)) => {
		const changes = put(tree, entry, target);
		if (!changes) return say(translate("content.courses.cannot", { title: known.title }));
		void arrange(changes, current =>
			"entries" in known ? withBranch(current, known) : withLeaf(current, known)
		);
		placeOf(known.title, target, changes.get(target.path.at(-1)!)!.length);
	};
	const drop = (target: Target) => {
		setDragged(null);
		if (dragged?.row) moveRow(dragged.row, target);
		else if (dragged?.added) add(dragged.added.entry, dragged.added.known, target);
	};
	const remove = (row: Row) => {
		void arrange(takeOut(tree, row));
		say(translate("content.courses.removed", { title: row.title }));
	};

	return (
		<Box
			sx={{
				display: "grid",
				gap: 2,
				alignItems: "start",
				gridTemplateColumns: {
					xs: "minmax(0, 1fr)",
					lg: mayBuild ? "minmax(0, 1fr) 380px" : "minmax(0, 1fr)"
				}
			}}
		>
			<Card component="section" aria-label={translate("content.courses.content")}>
				<CardContent>
					{mayBuild && (
						<Typography
							id="course-keys"
							variant="body2"
							color="textSecondary"
							sx={{ mb: 1 }}
						>
							{translate("content.courses.keys")}
						</Typography>
					)}
					{rows.length === 0 && (
						<Typography color="textSecondary" sx={{ py: 3, textAlign: "center" }}>
							{translate("content.courses.empty")}
						</Typography>
					)}
					<CourseTree
						tree={tree}
						rows={rows}
						mayChange={mayChange}
						dragged={dragged}
						onDrag={setDragged}
						onDrop={drop}
						onMove={moveRow}
						onRemove={remove}
						onDetails={onDetails}
						focused={focused}
						onFocused={() => setFocused(null)}
					/>
				</CardContent>
			</Card>
			{mayBuild && (
				<Stack>
					<Supply
						rootId={tree.rootId}
						isTaken={id => taken.has(id)}
						onAdd={add}
						onDrag={setDragged}
					/>
				</Stack>
			)}
			<Box role="log" aria-live="polite" sx={HEARD_ALONE}>
				{said}
			</Box>
		</Box>
	);
}

/** Said to screen readers, and not to be seen. */
const HEARD_ALONE = {
	position: "absolute",
	width: "1px",
	height: "1px",
	overflow: "hidden",
	clipPath: "inset(50%)",
	whiteSpace: "nowrap"
};

function endOf({ rootId, branches }: Tree): Target {
	return { path: [rootId], at: branches.get(rootId)!.entries.length };
}

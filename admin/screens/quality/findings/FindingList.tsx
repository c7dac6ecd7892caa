/** Findings with their passages: read, fixed, waived or made tasks right where they are. */
import ViewKanban from "@mui/icons-material/ViewKanban";
import {
	Button,
	Card,
	Divider,
	Stack,
	ToggleButton,
	ToggleButtonGroup,
	Typography
} from "@mui/material";
import { LinkBase, ListBase, useListContext, type RaRecord } from "react-admin";
import { Link } from "react-admin";
import { ListFoot } from "../../../generic/list/ListFoot.tsx";
import { Filters } from "../../../generic/list/Filters.tsx";
import { SavedViews } from "../../../generic/list/SavedViews.tsx";
import { Nothing } from "../../../generic/list/Table.tsx";
import { useListFilter } from "../../../generic/list/useListFilter.ts";
import { useResourceScreen } from "../../../generic/useResourceScreen.ts";
import { useScreenName } from "../../../generic/useScreenName.ts";
import { Page } from "../../../layout/Page.tsx";
import { Problem } from "../../../layout/Problem.tsx";
import { useLiveCollection } from "../../../live/useLive.ts";
import type { Condition } from "../../../providers/filterQuery.ts";
import { ACTIVE, type Finding } from "../quality.ts";
import { useWords } from "../useWords.ts";
import { FindingActions } from "./FindingActions.tsx";
import { FindingMarks, ItemLink, Passage, Waiver } from "./FindingText.tsx";

const OPEN = { where: [{ field: "state", operator: "in", value: ACTIVE }] };

export function FindingList() {
	const words = useWords();
	const screen = useResourceScreen();
	const { many } = useScreenName();
	useLiveCollection("qualityFindings");
	useLiveCollection("qualityChecks");
	return (
		<ListBase
			perPage={25}
			sort={{ field: "createdAt", order: "DESC" }}
			filterDefaultValues={OPEN}
			disableSyncWithLocation={false}
		>
			<Page
				title={many(screen)}
				actions={
					<Button component={LinkBase} to="/qualityBoard" startIcon={<ViewKanban />}>
						{words("board.label")}
					</Button>
				}
			>
				<Stack
					direction="row"
					sx={{ gap: 1.5, mb: 1.5, flexWrap: "wrap", alignItems: "center" }}
				>
					<StateChoice />
					<Filters />
					<SavedViews />
				</Stack>
				<Findings />
			</Page>
		</ListBase>
	);
}

/** The states that are looked at most, one click away. */
function StateChoice() {
	const words = useWords();
	const { q, where, set } = useListFilter();
	const shown = choiceOf(where);
	const choose = (next: string | null) => {
		const others = where.filter(({ field }) => field !== "state");
		set({ q, where: next ? [...others, ...conditionOf(next)] : others });
	};
	return (
		<ToggleButtonGroup
			exclusive
			size="small"
			value={shown}
			aria-label={words("finding.show")}
			onChange={(_event, next: string | null) => next !== null && choose(next)}
			sx={{ flexWrap: "wrap" }}
		>
			<ToggleButton value="active">{words("finding.active")}</ToggleButton>
			<ToggleButton value="waived">{words("finding.state.waived")}</ToggleButton>
			<ToggleButton value="closed">{words("finding.state.closed")}</ToggleButton>
			<ToggleButton value="all">{words("finding.all")}</ToggleButton>
		</ToggleButtonGroup>
	);
}

function choiceOf(where: Condition[]) {
	const state = where.find(({ field }) => field === "state");
	if (!state) return "all";
	return [state.value].flat().length > 1 ? "active" : String(state.value);
}

function conditionOf(choice: string): Condition[] {
	if (choice === "all") return [];
	const isActive = choice === "active";
	return [
		{
			field: "state",
			operator: isActive ? "in" : "eq",
			value: isActive ? ACTIVE : choice
		}
	];
}

function Findings() {
	const { many } = useScreenName();
	const screen = useResourceScreen();
	const { data = [], error, isPending, refetch } = useListContext<Finding & RaRecord>();
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	return (
		<Card>
			<Stack
				component="ul"
				aria-label={many(screen)}
				aria-busy={isPending}
				divider={<Divider component="li" aria-hidden />}
				sx={{ m: 0, p: 0, listStyle: "none" }}
			>
				{data.map(finding => (
					<FindingRow key={finding.id} finding={finding} />
				))}
			</Stack>
			{!isPending && data.length === 0 && <Nothing />}
			<ListFoot />
		</Card>
	);
}

function FindingRow({ finding }: { finding: Finding }) {
	return (
		<Stack component="li" sx={{ p: 2, gap: 1 }}>
			<FindingMarks finding={finding} />
			<Typography sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>
				<Link to={`/qualityFindings/${finding.id}/show`} sx={{ color: "text.primary" }}>
					{finding.message}
				</Link>
			</Typography>
			<Typography variant="body2">
				<ItemLink finding={finding} />
			</Typography>
			<Passage finding={finding} />
			{finding.advice && <Typography variant="body2">{finding.advice}</Typography>}
			{finding.state === "waived" && finding.waiver && <Waiver waiver={finding.waiver} />}
			<Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
				<FindingActions finding={finding} />
			</Stack>
		</Stack>
	);
}

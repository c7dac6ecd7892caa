/** The library: searched by words, narrowed by facets, live; its address says what is looked for. */
import Add from "@mui/icons-material/Add";
import FilterList from "@mui/icons-material/FilterList";
import TableRows from "@mui/icons-material/TableRows";
import {
	Box,
	Button,
	Card,
	Chip,
	Drawer,
	LinearProgress,
	MenuItem,
	Stack,
	TextField,
	Typography
} from "@mui/material";
import useMediaQuery from "@mui/material/useMediaQuery";
import type { Theme } from "@mui/material/styles";
import { useState } from "react";
import { LinkBase, useTranslate } from "react-admin";
import { useScreen } from "../../../api/screens.ts";
import { Paging } from "../../../generic/list/Paging.tsx";
import { Page } from "../../../layout/Page.tsx";
import { Problem } from "../../../layout/Problem.tsx";
import { useLiveCollection } from "../../../live/useLive.ts";
import { useMe } from "../useMe.ts";
import { withMessages } from "../withMessages.tsx";
import { Facets } from "./Facets.tsx";
import { LibraryExport } from "./LibraryExport.tsx";
import { Results } from "./Results.tsx";
import { SearchField } from "./SearchField.tsx";
import { useFacetWords } from "./useFacetWords.ts";
import {
	SORTS,
	toggled,
	useLibrary,
	useLibrarySearch,
	type Facet,
	type Library as Answer,
	type LibrarySearch
} from "./useLibrary.ts";

export const Library = withMessages(function Library() {
	const translate = useTranslate();
	const { search, set } = useLibrarySearch();
	const { data, error, refetch, isFetching } = useLibrary(search);
	const isWide = useMediaQuery<Theme>(theme => theme.breakpoints.up("md"));
	useLiveCollection("content");
	const choose = (chosen: LibrarySearch["chosen"]) => set({ chosen });
	return (
		<Page title={translate("content.library.title")} actions={<Actions />}>
			<Stack direction="row" sx={{ gap: 1, mb: 1.5, flexWrap: { xs: "wrap", md: "nowrap" } }}>
				<SearchField
					label={translate("content.library.search")}
					words={search.words}
					onSearch={words => set({ words }, search.words !== "")}
				/>
				{!isWide && <FacetsDrawer data={data} search={search} onChange={choose} />}
				<SortSelect search={search} onSort={sort => set({ sort })} />
			</Stack>
			<Chosen search={search} onChange={set} />
			{error && <Problem error={error} onRetry={() => void refetch()} />}
			<Stack direction="row" sx={{ gap: 3, alignItems: "flex-start" }}>
				{isWide && (
					<Box
						component="section"
						aria-label={translate("content.library.facets")}
						sx={{ width: 220, flexShrink: 0 }}
					>
						<Facets facets={data?.facets ?? {}} search={search} onChange={choose} />
					</Box>
				)}
				<Card sx={{ flexGrow: 1, minWidth: 0 }} aria-busy={isFetching}>
					<Box sx={{ height: 3 }}>
						{isFetching && (
							<LinearProgress
								aria-label={translate("ra.page.loading")}
								sx={{ height: 3 }}
							/>
						)}
					</Box>
					{data && <Answered data={data} search={search} onChange={set} />}
				</Card>
			</Stack>
		</Page>
	);
});

function Actions() {
	const translate = useTranslate();
	const screen = useScreen("content");
	return (
		<>
			<Button startIcon={<TableRows />} component={LinkBase} to="/content/table">
				{translate("content.library.table")}
			</Button>
			<LibraryExport />
			{screen?.operations.includes("create") && (
				<Button
					variant="contained"
					startIcon={<Add />}
					component={LinkBase}
					to="/content/create"
				>
					{translate("ra.action.create")}
				</Button>
			)}
		</>
	);
}

interface AnsweredProps {
	data: Answer;
	search: LibrarySearch;
	onChange: (changes: Partial<LibrarySearch>) => void;
}

function Answered({ data, search, onChange }: AnsweredProps) {
	const translate = useTranslate();
	const { data: found, total, page, pageSize } = data;
	return (
		<>
			<Typography
				role="status"
				variant="body2"
				color="textSecondary"
				sx={{ px: 2, pt: 1, pb: 0.5 }}
			>
				{translate("content.library.found", { smart_count: total })}
			</Typography>
			{found.length === 0 ? (
				<Nothing search={search} onChange={onChange} />
			) : (
				<Results found={found} search={search} onChange={chosen => onChange({ chosen })} />
			)}
			<Paging
				total={total}
				page={page}
				pageSize={pageSize}
				onPage={next => onChange({ page: next })}
				onPageSize={size => onChange({ pageSize: size })}
			/>
		</>
	);
}

function Nothing({ search, onChange }: Omit<AnsweredProps, "data">) {
	const translate = useTranslate();
	const isNarrowed = search.words !== "" || search.ownerId !== null || isChosen(search);
	return (
		<Stack sx={{ p: 5, gap: 1.5, alignItems: "center" }}>
			<Typography color="textSecondary">
				{translate(isNarrowed ? "content.library.noneFound" : "content.library.none")}
			</Typography>
			{isNarrowed && (
				<Button onClick={() => onChange({ words: "", chosen: {}, ownerId: null })}>
					{translate("content.library.everything")}
				</Button>
			)}
		</Stack>
	);
}

function isChosen({ chosen }: LibrarySearch) {
	return Object.values(chosen).some(values => values.length > 0);
}

interface ChosenProps {
	search: LibrarySearch;
	onChange: (changes: Partial<LibrarySearch>) => void;
}

/** What narrows the search, each to be taken away by a click; and whether it is one's own alone. */
function Chosen({ search, onChange }: ChosenProps) {
	const translate = useTranslate();
	const me = useMe();
	const { facetName, valueName } = useFacetWords();
	const entries = Object.entries(search.chosen) as [Facet, string[]][];
	const isMine = search.ownerId !== null && search.ownerId === me;
	return (
		<Stack direction="row" sx={{ gap: 1, mb: 1.5, flexWrap: "wrap" }}>
			<Chip
				size="small"
				label={translate("content.library.mine")}
				aria-pressed={isMine}
				color={isMine ? "primary" : "default"}
				variant={isMine ? "filled" : "outlined"}
				onClick={() => onChange({ ownerId: isMine ? null : me })}
			/>
			{entries.flatMap(([facet, values]) =>
				values.map(value => (
					<Chip
						key={`${facet} ${value}`}
						size="small"
						label={`${facetName(facet)}: ${valueName(facet, value)}`}
						onDelete={() => onChange({ chosen: toggled(search.chosen, facet, value) })}
					/>
				))
			)}
		</Stack>
	);
}

function SortSelect({ search, onSort }: { search: LibrarySearch; onSort: (sort: string) => void }) {
	const translate = useTranslate();
	const sorts = SORTS.filter(sort => sort !== "relevance" || search.words !== "");
	const usual = search.words === "" ? "-changedAt" : "relevance";
	const known = sorts.find(sort => sort === search.sort);
	return (
		<TextField
			select
			label={translate("content.library.order")}
			value={known ?? usual}
			onChange={event => onSort(event.target.value)}
			sx={{ minWidth: 170, flexShrink: 0 }}
		>
			{sorts.map(sort => (
				<MenuItem key={sort} value={sort}>
					{translate(`content.library.sorts.${sort.replace("-", "")}`)}
				</MenuItem>
			))}
		</TextField>
	);
}

interface FacetsDrawerProps {
	data: Answer | undefined;
	search: LibrarySearch;
	onChange: (chosen: LibrarySearch["chosen"]) => void;
}

/** On a phone the facets come from the side. */
function FacetsDrawer({ data, search, onChange }: FacetsDrawerProps) {
	const translate = useTranslate();
	const [isOpen, setOpen] = useState(false);
	return (
		<>
			<Button variant="outlined" startIcon={<FilterList />} onClick={() => setOpen(true)}>
				{translate("content.library.facets")}
			</Button>
			<Drawer
				anchor="right"
				open={isOpen}
				onClose={() => setOpen(false)}
				slotProps={{
					paper: {
						"aria-label": translate("content.library.facets"),
						sx: { width: 300, maxWidth: "88vw", p: 2 }
					}
				}}
			>
				<Facets facets={data?.facets ?? {}} search={search} onChange={onChange} />
				<Button variant="contained" sx={{ mt: 2 }} onClick={() => setOpen(false)}>
					{translate("content.library.found", { smart_count: data?.total ?? 0 })}
				</Button>
			</Drawer>
		</>
	);
}

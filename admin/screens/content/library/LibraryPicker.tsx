/** The library in small, to take items from. */
import { Box, Button, Chip, LinearProgress, Stack, Typography } from "@mui/material";
import { useState, type DragEvent } from "react";
import { useTranslate } from "react-admin";
import { Problem } from "../../../layout/Problem.tsx";
import { StatusChip } from "../Marks.tsx";
import { DraggableCard } from "./DraggableCard.tsx";
import { SearchField } from "./SearchField.tsx";
import { useFacetWords } from "./useFacetWords.ts";
import { EVERYTHING, toggled, useLibrary, type Found } from "./useLibrary.ts";

interface LibraryPickerProps {
	/** The kinds to choose from; all without it. */
	kinds?: string[];
	isTaken: (id: string) => boolean;
	onTake: (found: Found) => void;
	/** Where items can be dragged to somewhere. */
	onDragStart?: (event: DragEvent, found: Found) => void;
	onDragEnd?: () => void;
}

const SHOWN = 15;

export function LibraryPicker(props: LibraryPickerProps) {
	const { kinds, isTaken, onTake, onDragStart, onDragEnd } = props;
	const translate = useTranslate();
	const { valueName } = useFacetWords();
	const [search, setSearch] = useState({
		...EVERYTHING,
		pageSize: SHOWN,
		chosen: kinds ? { kind: kinds } : {}
	});
	const { data, error, isFetching, refetch } = useLibrary(search);
	const chosenKinds = search.chosen.kind ?? [];
	return (
		<Stack sx={{ gap: 1 }}>
			<SearchField
				label={translate("content.library.search")}
				words={search.words}
				onSearch={words => setSearch({ ...search, words })}
			/>
			{!kinds && (
				<Stack direction="row" sx={{ gap: 0.5, flexWrap: "wrap" }}>
					{(data?.facets.kind ?? []).map(({ value, count }) => (
						<Chip
							key={value}
							size="small"
							aria-pressed={chosenKinds.includes(value)}
							color={chosenKinds.includes(value) ? "primary" : "default"}
							variant={chosenKinds.includes(value) ? "filled" : "outlined"}
							label={`${valueName("kind", value)} ${count}`}
							onClick={() =>
								setSearch({
									...search,
									chosen: toggled(search.chosen, "kind", value)
								})
							}
						/>
					))}
				</Stack>
			)}
			<Box sx={{ height: 3 }}>
				{isFetching && (
					<LinearProgress aria-label={translate("ra.page.loading")} sx={{ height: 3 }} />
				)}
			</Box>
			{error && <Problem error={error} onRetry={() => void refetch()} />}
			{data?.total === 0 && (
				<Typography color="textSecondary">
					{translate("content.library.noneFound")}
				</Typography>
			)}
			<Stack component="ul" sx={{ m: 0, p: 0, gap: 0.75, listStyle: "none" }}>
				{(data?.data ?? []).map(found => (
					<DraggableCard
						key={found.id}
						kind={found.kind}
						title={found.title}
						isTaken={isTaken(found.id)}
						onTake={() => onTake(found)}
						onDragStart={onDragStart && (event => onDragStart(event, found))}
						onDragEnd={onDragEnd}
					>
						<Typography variant="body2" noWrap title={found.title}>
							{found.title}
						</Typography>
						<StatusChip status={found.status} />
					</DraggableCard>
				))}
			</Stack>
			{data && data.total > data.data.length && (
				<Button onClick={() => setSearch({ ...search, pageSize: search.pageSize + SHOWN })}>
					{translate("content.picker.more", {
						smart_count: data.total - data.data.length
					})}
				</Button>
			)}
		</Stack>
	);
}

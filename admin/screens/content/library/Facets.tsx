/** The facets of a search: how many were found of each value, to choose from. */
import { Box, Button, Checkbox, FormControlLabel, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useFacetWords } from "./useFacetWords.ts";
import { FACETS, toggled, type Facet, type Library, type LibrarySearch } from "./useLibrary.ts";

const SHOWN_AT_FIRST = 6;

interface FacetsProps {
	facets: Library["facets"];
	search: LibrarySearch;
	onChange: (chosen: LibrarySearch["chosen"]) => void;
}

export function Facets({ facets, search: { chosen }, onChange }: FacetsProps) {
	return (
		<Stack sx={{ gap: 2 }}>
			{FACETS.map(facet => (
				<FacetValues
					key={facet}
					facet={facet}
					values={withChosen(facets[facet] ?? [], chosen[facet] ?? [])}
					chosen={chosen[facet] ?? []}
					onToggle={value => onChange(toggled(chosen, facet, value))}
				/>
			))}
		</Stack>
	);
}

/** What is chosen can be let go, also when nothing is found with it. */
function withChosen(values: { value: string; count: number }[], chosen: string[]) {
	const missing = chosen.filter(value => !values.some(one => one.value === value));
	return [...values, ...missing.map(value => ({ value, count: 0 }))];
}

interface FacetValuesProps {
	facet: Facet;
	values: { value: string; count: number }[];
	chosen: string[];
	onToggle: (value: string) => void;
}

function FacetValues({ facet, values, chosen, onToggle }: FacetValuesProps) {
	const translate = useTranslate();
	const { facetName, valueName } = useFacetWords();
	const [isOpen, setOpen] = useState(false);
	if (values.length === 0) return null;
	const shown = isOpen
		? values
		: values.filter(({ value }, at) => at < SHOWN_AT_FIRST || chosen.includes(value));
	return (
		<Box component="fieldset" sx={{ border: 0, m: 0, p: 0, minWidth: 0 }}>
			<Typography component="legend" variant="subtitle2" sx={{ mb: 0.5, p: 0 }}>
				{facetName(facet)}
			</Typography>
			{shown.map(({ value, count }) => (
				<FormControlLabel
					key={value}
					sx={{ display: "flex", m: 0, "& > :last-child": { flexGrow: 1, minWidth: 0 } }}
					control={
						<Checkbox
							size="small"
							checked={chosen.includes(value)}
							onChange={() => onToggle(value)}
							sx={{ p: 0.5, mr: 0.5 }}
						/>
					}
					label={
						<Stack direction="row" sx={{ gap: 1, justifyContent: "space-between" }}>
							<Typography variant="body2" noWrap title={valueName(facet, value)}>
								{valueName(facet, value)}
							</Typography>
							<Typography variant="body2" color="textSecondary">
								{count}
							</Typography>
						</Stack>
					}
				/>
			))}
			{values.length > SHOWN_AT_FIRST && (
				<Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
					{translate(isOpen ? "content.library.fewer" : "content.library.more", {
						smart_count: values.length - SHOWN_AT_FIRST
					})}
				</Button>
			)}
		</Box>
	);
}

/** What a search has found, one below the other. */
import { Box, Chip, List, ListItem, Stack, Typography } from "@mui/material";
import { Link, useTranslate } from "react-admin";
import { Reference } from "../../../generic/fields/Reference.tsx";
import { Time } from "../../../generic/fields/Value.tsx";
import { placeOf } from "../item.ts";
import { KindIcon, StatusChip } from "../Marks.tsx";
import { Highlighted } from "./Highlighted.tsx";
import { useFacetWords } from "./useFacetWords.ts";
import { toggled, type Found, type Highlight, type LibrarySearch } from "./useLibrary.ts";

interface ResultsProps {
	found: Found[];
	search: LibrarySearch;
	onChange: (chosen: LibrarySearch["chosen"]) => void;
}

export function Results({ found, search, onChange }: ResultsProps) {
	const translate = useTranslate();
	return (
		<List disablePadding aria-label={translate("content.library.results")}>
			{found.map(one => (
				<ListItem key={one.id} disablePadding divider sx={{ display: "block" }}>
					<Result
						found={one}
						onTopic={topic => onChange(toggled(search.chosen, "topic", topic))}
					/>
				</ListItem>
			))}
		</List>
	);
}

function Result({ found, onTopic }: { found: Found; onTopic: (topic: string) => void }) {
	const { valueName } = useFacetWords();
	const { id, kind, title, status, level, topics = [], changedAt, ownerId } = found;
	return (
		<Stack direction="row" sx={{ gap: 1.5, px: { xs: 1.5, sm: 2 }, py: 1.5 }}>
			<KindIcon kind={kind} sx={{ mt: 0.25 }} />
			<Box sx={{ minWidth: 0, flexGrow: 1 }}>
				<Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
					<Link
						to={placeOf(id)}
						sx={{
							fontWeight: 600,
							fontSize: 15,
							color: "text.primary",
							textDecorationColor: "transparent",
							overflowWrap: "anywhere",
							"&:hover": { textDecorationColor: "currentColor" }
						}}
					>
						<Part found={found} field="title" otherwise={title} />
					</Link>
					<StatusChip status={status} />
				</Stack>
				<Typography variant="body2" component="div" sx={{ overflowWrap: "anywhere" }}>
					<Words found={found} />
				</Typography>
				<Stack
					direction="row"
					sx={{ gap: 1, mt: 0.75, alignItems: "center", flexWrap: "wrap" }}
				>
					<Typography variant="body2" color="textSecondary" component="span">
						{[valueName("kind", kind), level && valueName("level", level)]
							.filter(Boolean)
							.join(" · ")}
					</Typography>
					{topics.map(topic => (
						<Chip
							key={topic}
							size="small"
							variant="outlined"
							label={topic}
							onClick={() => onTopic(topic)}
						/>
					))}
					<Typography
						variant="body2"
						color="textSecondary"
						component="span"
						sx={{ ml: { sm: "auto" } }}
					>
						{ownerId && (
							<>
								<Reference id={ownerId} to="users" />
								{" · "}
							</>
						)}
						<Time dense value={changedAt} />
					</Typography>
				</Stack>
			</Box>
		</Stack>
	);
}

/** The words around what was found in the text, or else what it is about. */
function Words({ found }: { found: Found }) {
	const body = found.highlights?.find(({ field }) => field === "body");
	if (body) return <Highlighted parts={body.parts} />;
	return <Part found={found} field="summary" otherwise={found.summary ?? ""} />;
}

interface PartProps {
	found: Found;
	field: "title" | "summary";
	otherwise: string;
}

function Part({ found, field, otherwise }: PartProps) {
	const highlight = found.highlights?.find(one => one.field === field);
	// A highlight of a long text is a piece of it; a title is shown whole.
	const isShown = highlight && (field !== "title" || wholeOf(highlight) === otherwise);
	return isShown ? <Highlighted parts={highlight.parts} /> : <>{otherwise}</>;
}

function wholeOf({ parts }: Highlight) {
	return parts.map(({ text }) => text).join("");
}

/** Beside a course: what can be put into it, from the library and from other courses. */
import { Card, CardContent, Stack, Tab, Tabs, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useState, type DragEvent } from "react";
import { useTranslate } from "react-admin";
import { request } from "../../../api/http.ts";
import { filterQuery } from "../../../providers/filterQuery.ts";
import { DraggableCard } from "../library/DraggableCard.tsx";
import { LibraryPicker } from "../library/LibraryPicker.tsx";
import { SearchField } from "../library/SearchField.tsx";
import type { Found } from "../library/useLibrary.ts";
import type { Dragged } from "./CourseTree.tsx";
import type { Branch, Entry, Leaf } from "./tree.ts";

interface SupplyProps {
	rootId: string;
	isTaken: (id: string) => boolean;
	onAdd: (entry: Entry, known: Leaf | Branch) => void;
	onDrag: (dragged: Dragged | null) => void;
}

export function Supply({ rootId, isTaken, onAdd, onDrag }: SupplyProps) {
	const translate = useTranslate();
	const [part, setPart] = useState<"items" | "modules">("items");
	const drag = (event: DragEvent, added: NonNullable<Dragged["added"]>) => {
		event.dataTransfer.effectAllowed = "copy";
		event.dataTransfer.setData("text/plain", added.known.title);
		onDrag({ added });
	};
	return (
		<Card component="section" aria-label={translate("content.courses.supply")}>
			<Tabs
				value={part}
				onChange={(_event, next: typeof part) => setPart(next)}
				aria-label={translate("content.courses.supply")}
				sx={{ borderBottom: 1, borderColor: "divider", px: 1 }}
			>
				<Tab value="items" label={translate("content.courses.items")} />
				<Tab value="modules" label={translate("content.courses.modules")} />
			</Tabs>
			<CardContent>
				{part === "items" ? (
					<LibraryPicker
						isTaken={isTaken}
						onTake={found => onAdd(entryOf(found), leafOf(found))}
						onDragStart={(event, found) =>
							drag(event, { entry: entryOf(found), known: leafOf(found) })
						}
						onDragEnd={() => onDrag(null)}
					/>
				) : (
					<Modules
						rootId={rootId}
						isTaken={isTaken}
						onAdd={onAdd}
						onDragStart={(event, branch) =>
							drag(event, {
								entry: { type: "collection", id: branch.id },
								known: branch
							})
						}
						onDragEnd={() => onDrag(null)}
					/>
				)}
			</CardContent>
		</Card>
	);
}

function entryOf({ id }: Found): Entry {
	return { type: "item", id };
}

function leafOf({ id, title, kind, status }: Found): Leaf {
	return { id, title, kind, status };
}

const SHOWN = 50;

interface ModulesProps extends Pick<SupplyProps, "rootId" | "isTaken" | "onAdd"> {
	onDragStart: (event: DragEvent, branch: Branch) => void;
	onDragEnd: () => void;
}

/** The modules that are there already: one may be in several courses. */
function Modules({ rootId, isTaken, onAdd, onDragStart, onDragEnd }: ModulesProps) {
	const translate = useTranslate();
	const [words, setWords] = useState("");
	const { data = [] } = useQuery({
		queryKey: ["contentCollections", "modules", words],
		queryFn: async ({ signal }) => {
			const query = filterQuery({
				where: [
					{ field: "kind", operator: "eq", value: "module" },
					{ field: "title", operator: "contains", value: words }
				]
			});
			const path = `/content/collections?${query}&sort=title&pageSize=${SHOWN}`;
			return (await request<{ data: Branch[] }>(path, { signal })).body.data;
		},
		placeholderData: before => before
	});
	const shown = data.filter(({ id }) => id !== rootId);
	return (
		<Stack sx={{ gap: 1 }}>
			<SearchField
				label={translate("content.courses.searchModules")}
				words={words}
				onSearch={setWords}
			/>
			{shown.length === 0 && (
				<Typography color="textSecondary">
					{translate("content.library.noneFound")}
				</Typography>
			)}
			<Stack component="ul" sx={{ m: 0, p: 0, gap: 0.75, listStyle: "none" }}>
				{shown.map(branch => (
					<DraggableCard
						key={branch.id}
						kind="module"
						title={branch.title}
						isTaken={isTaken(branch.id)}
						onTake={() => onAdd({ type: "collection", id: branch.id }, branch)}
						onDragStart={event => onDragStart(event, branch)}
						onDragEnd={onDragEnd}
					>
						<Typography variant="body2">{branch.title}</Typography>
					</DraggableCard>
				))}
			</Stack>
		</Stack>
	);
}

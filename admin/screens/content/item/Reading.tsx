/** An item as it is read by those who review it: select a passage to comment on it. */
import AddComment from "@mui/icons-material/AddComment";
import { Box, Button, Card, CardContent, Stack } from "@mui/material";
import { useCallback, useEffect, useRef } from "react";
import { useTranslate } from "react-admin";
import type { Item } from "../item.ts";
import { Markdown } from "../Markdown.tsx";
import { QuestionView } from "../QuestionView.tsx";
import type { Quoted } from "./Comments.tsx";
import { markPassages } from "./markPassages.ts";
import { passageIn, placesOf } from "./passages.ts";
import { QuizQuestions } from "./QuizQuestions.tsx";
import type { Comment } from "./useComments.ts";
import { useSelectionIn } from "./useSelection.ts";

interface ReadingProps {
	item: Item;
	comments: Comment[];
	chosen: string | null;
	onQuote: (quoted: Quoted) => void;
}

export function Reading({ item, comments, chosen, onQuote }: ReadingProps) {
	const translate = useTranslate();
	const root = useRef<HTMLDivElement>(null);
	const selected = useSelectionIn(root);
	const mark = useMarks(item, comments, chosen);
	useEffect(() => {
		if (chosen === null) return;
		const found = root.current?.querySelector(`[data-comment="${CSS.escape(chosen)}"]`);
		found?.scrollIntoView({ block: "center", behavior: "smooth" });
	}, [chosen, mark]);
	const quote = () => {
		if (!selected) return;
		const source = item[selected.field as "body"] ?? "";
		const passage = passageIn(source, selected.shown, selected);
		const { field } = selected;
		if (passage) onQuote({ field, quote: passage.quote, start: passage.start });
		document.getSelection()?.removeAllRanges();
	};
	return (
		<Card>
			<CardContent>
				<Box ref={root} sx={{ position: "relative" }}>
					<Stack sx={{ gap: 2 }}>
						<Markdown
							text={item.body}
							field="body"
							attachments={item.attachments ?? []}
							mark={mark("body")}
						/>
						{item.kind === "question" && (
							<QuestionView question={item} showsKey mark={mark} />
						)}
						{item.kind === "quiz" && <QuizQuestions questions={item.questions ?? []} />}
					</Stack>
					{selected && (
						<Button
							variant="contained"
							startIcon={<AddComment />}
							// The selection is still there when it is pressed.
							onMouseDown={event => event.preventDefault()}
							onClick={quote}
							sx={{
								position: "absolute",
								top: selected.top + 6,
								left: selected.left,
								zIndex: 3
							}}
						>
							{translate("content.comments.onThis")}
						</Button>
					)}
				</Box>
			</CardContent>
		</Card>
	);
}

/** For each field, what puts the marks of its open comments in. */
function useMarks(item: Item, comments: Comment[], chosen: string | null) {
	return useCallback(
		(field: string) => {
			const source = item[field as "body"] ?? "";
			const marked = comments.flatMap(({ id, passage, resolvedAt }) => {
				if (resolvedAt || passage?.field !== field) return [];
				const { start, end } = passage;
				if (start === null || end === null) return [];
				const words = source.slice(start, end);
				const nth = placesOf(source, words).filter(place => place.start < start).length;
				return [{ id, quote: words, nth }];
			});
			return (html: string) => markPassages(html, marked, chosen ?? undefined);
		},
		[item, comments, chosen]
	);
}

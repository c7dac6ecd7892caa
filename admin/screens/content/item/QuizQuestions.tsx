/** The questions of a quiz, by their titles. */
import { Stack, Typography } from "@mui/material";
import { useTranslate } from "react-admin";
import { Reference } from "../../../generic/fields/Reference.tsx";
import type { QuizQuestion } from "../item.ts";

export function QuizQuestions({ questions }: { questions: QuizQuestion[] }) {
	const translate = useTranslate();
	return (
		<Stack component="ol" sx={{ m: 0, pl: 3, gap: 0.75 }}>
			{questions.map(({ itemId, points }) => (
				<li key={itemId}>
					<Reference id={itemId} to="content" />{" "}
					<Typography variant="body2" component="span" color="textSecondary">
						{translate("content.quiz.worth", { smart_count: points })}
					</Typography>
				</li>
			))}
		</Stack>
	);
}

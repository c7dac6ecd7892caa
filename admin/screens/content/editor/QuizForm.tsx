/** A quiz: its questions in order, taken from the library, what each is worth, and what it takes to pass. */
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useFormContext, useWatch } from "react-hook-form";
import { Reference } from "../../../generic/fields/Reference.tsx";
import type { QuizQuestion } from "../item.ts";
import { LibraryPicker } from "../library/LibraryPicker.tsx";
import { Rows } from "./Rows.tsx";
import { TextBox } from "./TextBox.tsx";

export function QuizForm() {
	const translate = useTranslate();
	const { getValues, setValue } = useFormContext();
	const questions = (useWatch({ name: "questions" }) ?? []) as QuizQuestion[];
	const [isAdding, setAdding] = useState(false);
	const add = (itemId: string) => {
		const known = (getValues("questions") ?? []) as QuizQuestion[];
		setValue("questions", [...known, { itemId, points: 1 }], { shouldDirty: true });
	};
	return (
		<Stack sx={{ gap: 2 }}>
			<TextBox
				isNumber
				source="passMark"
				label={translate("content.quiz.passMark")}
				sx={{ maxWidth: 240 }}
			/>
			<Rows
				source="questions"
				nameOf={place => translate("content.quiz.question", { place })}
				addLabel=""
			>
				{at => (
					<Stack direction="row" sx={{ gap: 1.5, alignItems: "center" }}>
						<span>{at + 1}.</span>
						<Stack sx={{ flexGrow: 1, minWidth: 0 }}>
							{questions[at] && <Reference id={questions[at].itemId} to="content" />}
						</Stack>
						<TextBox
							isNumber
							source={`questions.${at}.points`}
							label={translate("content.quiz.points", { place: at + 1 })}
							sx={{ maxWidth: 130 }}
						/>
					</Stack>
				)}
			</Rows>
			<div>
				<Button variant="outlined" onClick={() => setAdding(true)}>
					{translate("content.quiz.add")}
				</Button>
			</div>
			<Dialog
				open={isAdding}
				onClose={() => setAdding(false)}
				fullWidth
				maxWidth="sm"
				aria-labelledby="quiz-add"
			>
				<DialogTitle id="quiz-add">{translate("content.quiz.add")}</DialogTitle>
				<DialogContent>
					<Stack sx={{ pt: 1 }}>
						<LibraryPicker
							kinds={["question"]}
							isTaken={id => questions.some(({ itemId }) => itemId === id)}
							onTake={({ id }) => add(id)}
						/>
					</Stack>
				</DialogContent>
				<DialogActions>
					<Button onClick={() => setAdding(false)}>{translate("ra.action.close")}</Button>
				</DialogActions>
			</Dialog>
		</Stack>
	);
}

/** A question: what is asked, how it is answered, and why. */
import { MenuItem, Stack, TextField } from "@mui/material";
import { useTranslate } from "react-admin";
import { useController } from "react-hook-form";
import { QUESTION_TYPES, type QuestionType } from "../item.ts";
import { Answers } from "./Answers.tsx";
import { SourceField } from "./SourceField.tsx";

export function QuestionForm() {
	const translate = useTranslate();
	const { field } = useController({ name: "questionType" });
	const type = field.value as QuestionType | null | undefined;
	return (
		<Stack sx={{ gap: 2 }}>
			<SourceField field="stem" label={translate("content.question.stem")} minHeight="96px" />
			<TextField
				select
				label={translate("content.question.type")}
				value={type ?? ""}
				onChange={field.onChange}
				sx={{ maxWidth: 320 }}
			>
				{QUESTION_TYPES.map(one => (
					<MenuItem key={one} value={one}>
						{translate(`content.questionTypes.${one}`)}
					</MenuItem>
				))}
			</TextField>
			<Answers type={type} />
			<SourceField
				field="explanation"
				label={translate("content.question.explanation")}
				help={translate("content.question.explanationHelp")}
				minHeight="80px"
			/>
		</Stack>
	);
}

/** What belongs to each type of question: its answers, and which of them are right. */
import { Checkbox, FormControlLabel, Radio, Stack, Typography } from "@mui/material";
import { useTranslate } from "react-admin";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { InputOf } from "../../../generic/inputs/InputOf.tsx";
import { plain } from "../../../generic/kinds.ts";
import { useResourceScreen } from "../../../generic/useResourceScreen.ts";
import type { Option, QuestionType } from "../item.ts";
import { Rows } from "./Rows.tsx";
import { TextBox } from "./TextBox.tsx";

export function Answers({ type }: { type: QuestionType | null | undefined }) {
	switch (type) {
		case "single":
		case "multiple":
		case "ordering":
			return <OptionRows type={type} />;
		case "matching":
			return <PairRows />;
		case "numeric":
			return <NumericAnswer />;
		case "text":
			return <TextAnswer />;
		case "code":
			return <CodeAnswer />;
		default:
			return null;
	}
}

type WithOptions = "single" | "multiple" | "ordering";

function OptionRows({ type }: { type: WithOptions }) {
	const translate = useTranslate();
	return (
		<>
			<Typography variant="body2" color="textSecondary">
				{translate(`content.question.help.${type}`)}
			</Typography>
			<Rows
				source="options"
				nameOf={place => translate("content.question.option", { place })}
				addLabel={translate("content.question.addOption")}
				blank={() => ({ text: "", correct: type === "ordering", note: "" })}
			>
				{at => <OptionRow at={at} type={type} />}
			</Rows>
		</>
	);
}

function OptionRow({ at, type }: { at: number; type: WithOptions }) {
	const translate = useTranslate();
	return (
		<Stack sx={{ gap: 1.5 }}>
			<Stack direction="row" sx={{ gap: 1, alignItems: "flex-start" }}>
				{type !== "ordering" && <IsRight at={at} isSingle={type === "single"} />}
				<TextBox
					source={`options.${at}.text`}
					field={`options[${at}].text`}
					label={translate("content.question.option", { place: at + 1 })}
				/>
			</Stack>
			<TextBox
				source={`options.${at}.note`}
				field={`options[${at}].note`}
				label={translate("content.question.note", { place: at + 1 })}
			/>
		</Stack>
	);
}

/** Of a question with one right answer, choosing one lets go of the others. */
function IsRight({ at, isSingle }: { at: number; isSingle: boolean }) {
	const translate = useTranslate();
	const { getValues, setValue } = useFormContext();
	const { field } = useController({ name: `options.${at}.correct` });
	const label = translate("content.question.isRight", { place: at + 1 });
	const choose = (isRight: boolean) => {
		if (isSingle)
			(getValues("options") as Option[]).forEach((_option, other) => {
				setValue(`options.${other}.correct`, other === at, { shouldDirty: true });
			});
		else field.onChange(isRight);
	};
	const Control = isSingle ? Radio : Checkbox;
	return (
		<Control
			size="small"
			checked={Boolean(field.value)}
			onChange={(_event, isRight) => choose(isRight)}
			slotProps={{ input: { "aria-label": label } }}
		/>
	);
}

function PairRows() {
	const translate = useTranslate();
	return (
		<>
			<Typography variant="body2" color="textSecondary">
				{translate("content.question.help.matching")}
			</Typography>
			<Rows
				source="pairs"
				nameOf={place => translate("content.question.pair", { place })}
				addLabel={translate("content.question.addPair")}
				blank={() => ({ left: "", right: "", note: "" })}
			>
				{at => (
					<Stack sx={{ gap: 1.5 }}>
						<Stack direction={{ xs: "column", sm: "row" }} sx={{ gap: 1.5 }}>
							<TextBox
								source={`pairs.${at}.left`}
								label={translate("content.question.left", { place: at + 1 })}
							/>
							<TextBox
								source={`pairs.${at}.right`}
								label={translate("content.question.right_", { place: at + 1 })}
							/>
						</Stack>
						<TextBox
							source={`pairs.${at}.note`}
							label={translate("content.question.note", { place: at + 1 })}
						/>
					</Stack>
				)}
			</Rows>
		</>
	);
}

function NumericAnswer() {
	const translate = useTranslate();
	return (
		<Stack direction={{ xs: "column", sm: "row" }} sx={{ gap: 1.5 }}>
			<TextBox isNumber source="answer.value" label={translate("content.question.value")} />
			<TextBox
				isNumber
				source="answer.tolerance"
				label={translate("content.question.tolerance")}
			/>
			<TextBox source="answer.unit" label={translate("content.question.unit")} />
		</Stack>
	);
}

function TextAnswer() {
	const translate = useTranslate();
	const screen = useResourceScreen();
	const { field } = useController({ name: "answer.caseSensitive" });
	const answer = plain(screen.update?.properties?.answer ?? {});
	return (
		<>
			<InputOf
				source="answer.accepted"
				schema={answer.properties?.accepted ?? { type: "array", items: { type: "string" } }}
				required={false}
				label={translate("content.question.accepted")}
			/>
			<FormControlLabel
				control={
					<Checkbox
						size="small"
						checked={Boolean(field.value)}
						onChange={(_event, checked) => field.onChange(checked)}
					/>
				}
				label={translate("content.question.caseSensitive")}
			/>
		</>
	);
}

function CodeAnswer() {
	const translate = useTranslate();
	const screen = useResourceScreen();
	const schema = screen.update?.properties?.exerciseId ?? { type: "string" };
	const chosen = useWatch({ name: "exerciseId" }) as unknown;
	return (
		<>
			<InputOf
				source="exerciseId"
				schema={schema}
				required={false}
				label={translate("content.question.exercise")}
			/>
			{!chosen && (
				<Typography variant="body2" color="textSecondary">
					{translate("content.question.help.code")}
				</Typography>
			)}
		</>
	);
}
